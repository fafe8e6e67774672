import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { lintPlan } from '../lint/lintPlan';
import { compileWorkflow } from '../manifest/compileWorkflow';
import { decompileWorkflow } from '../outline/decompileWorkflow';
import { outlineOf } from '../outline/outlineOf';
import { GOLDENS } from './goldens';

// To write them anew: TRAINYARD_WRITE_GOLDENS=1, and read what has changed.
const isWriting = process.env.TRAINYARD_WRITE_GOLDENS === '1';

describe.each(Object.entries(GOLDENS))(
  '%s',
  (name, { plan, settings, submission }) => {
    const workflow = compileWorkflow(submission, settings);

    it('is written as it was in an earlier release', () => {
      const text = stringify(workflow, {
        lineWidth: 0,
        aliasDuplicateObjects: false,
        singleQuote: true,
      });
      const file = join(__dirname, `${name}.yaml`);
      if (isWriting) writeFileSync(file, text);
      expect(text).toBe(readFileSync(file, 'utf8'));
    });

    it('is found in order, and is plain JSON', () => {
      expect(lintPlan(plan, settings)).toEqual([]);
      expect(JSON.parse(JSON.stringify(workflow))).toEqual(workflow);
    });

    it('reads back as what it was made from', () => {
      expect(decompileWorkflow(JSON.parse(JSON.stringify(workflow)))).toEqual({
        outcome: 'workflow',
        outline: outlineOf(submission, settings),
      });
    });
  },
);

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  StepFailure,
  type BuiltinStep,
  type StepContext,
  type StepOutcome,
} from '../../steps/builtinStep';

const DONE: StepOutcome = { outcome: 'done' };

function builtin(
  name: string,
  run: (context: StepContext) => Promise<StepOutcome>,
): [string, BuiltinStep] {
  return [name, { name, version: '1', run }];
}

async function write(folder: string, file: string, text: string) {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, file), text);
}

/** Steps that are quick and do what those of a pipeline do to the run: write, block, judge, measure. */
export const fakeBuiltins: ReadonlyMap<string, BuiltinStep> = new Map([
  builtin('data', async ({ outputs, parameters, log }) => {
    log('made the rows');
    await write(outputs.rows, 'rows.csv', `${parameters.rows ?? '1,2,3'}\n`);
    return DONE;
  }),
  builtin('check', async ({ parameters }) =>
    parameters.block ? { outcome: 'blocked', because: ['too few rows'] } : DONE,
  ),
  builtin('judge', async ({ inputs, outputs }) => {
    const raw = await readFile(join(inputs.raw, 'rows'), 'utf8');
    if (raw.includes('NaN')) throw new StepFailure('a prediction is NaN');
    await write(outputs.predictions, 'rows', raw.toUpperCase());
    return DONE;
  }),
  builtin('evaluate', async ({ inputs, outputs, metric }) => {
    const rows = await readFile(join(inputs.predictions, 'rows'), 'utf8');
    metric('letters', rows.length);
    await write(outputs.evaluation, 'letters', String(rows.length));
    return DONE;
  }),
  builtin('report', async ({ inputs, outputs }) => {
    await write(outputs.report, 'inputs', Object.keys(inputs).join());
    return DONE;
  }),
]);

import { resolve } from 'node:path';
import { shortDigest } from '@trainyard/backstage-plugin-ml-training-common';
import { builtinVersions } from '@trainyard/steps';
import { compilePipeline } from '../compilePipeline';
import { EXIT } from '../exitCodes';
import { tellProblems } from '../problems';
import type { Command } from './command';

/** Shows what a run would do; needs no store and starts nothing. */
export const plan: Command = async ({ operands, options }, terminal) => {
  const compiled = await compilePipeline(
    resolve(terminal.folder, operands[0]),
    builtinVersions(),
    terminal,
  );
  tellProblems(compiled.problems, terminal);
  if (compiled.outcome === 'invalid') return EXIT.wrongUse;
  const { plan: made } = compiled;
  if (options.json) {
    terminal.out(JSON.stringify(made));
    return EXIT.succeeded;
  }
  const { dataset } = made;
  terminal.out(`pipeline  ${made.pipeline} in namespace ${made.namespace}`);
  if (dataset) terminal.out(`dataset   ${dataset.name} ${dataset.version}`);
  for (const step of made.steps) {
    const work = step.command?.join(' ') ?? step.builtin?.version ?? '';
    const needs = step.needs.length > 0 ? `after ${step.needs.join(', ')}` : '';
    terminal.out(
      `${shortDigest(step.key)}  ${step.name.padEnd(22)} ${work.padEnd(24)} ${needs}`.trimEnd(),
    );
  }
  return EXIT.succeeded;
};

import { resolve } from 'node:path';
import { readPipeline } from '@trainyard/runner';
import { judgeSpecification } from '@trainyard/steps';
import { EXIT } from '../exitCodes';
import { hasErrors, tellProblems } from '../problems';
import type { Command } from './command';

/** Names every problem that keeps a pipeline from running, all at once, its SQL included. */
export const validate: Command = async ({ operands, options }, terminal) => {
  const read = await readPipeline(resolve(terminal.folder, operands[0]));
  const problems =
    read.outcome === 'read'
      ? [
          ...read.pipeline.problems,
          ...(await judgeSpecification(read.pipeline)),
        ]
      : read.problems;
  if (options.json) terminal.out(JSON.stringify({ problems }));
  else tellProblems(problems, terminal);
  if (hasErrors(problems)) return EXIT.wrongUse;
  if (!options.json) terminal.out(`${operands[0]}: no problems`);
  return EXIT.succeeded;
};

import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import {
  codeFolders,
  detectIsolation,
  sealBundle,
  sourcePlaces,
  workersProblems,
  type RunRequest,
} from '@trainyard/runner';
import { builtinVersions } from '@trainyard/steps';
import { compilePipeline } from '../compilePipeline';
import { executeWith } from '../execution';
import { EXIT } from '../exitCodes';
import { principal, storeOf } from '../machine';
import { openStore } from '../openStore';
import { tellProblems } from '../problems';
import { answerRun } from '../runAnswer';
import type { Command } from './command';

/** Runs a pipeline on this machine, from the bundle that it seals first. */
export const run: Command = async ({ operands, options }, terminal) => {
  const file = resolve(terminal.folder, operands[0]);
  // Trying out what isolation this machine allows takes as long as reading the pipeline: side by side.
  const isolation = detectIsolation();
  const compiled = await compilePipeline(file, builtinVersions(), terminal);
  tellProblems(compiled.problems, terminal);
  if (compiled.outcome === 'invalid') return EXIT.wrongUse;
  const { pipeline, plan, lock } = compiled;
  const tooMany = workersProblems(plan);
  tellProblems(tooMany, terminal);
  if (tooMany.length > 0) return EXIT.wrongUse;

  await isolation;
  const opened = await openStore(
    storeOf(
      terminal,
      { store: options.store, namespace: plan.namespace },
      file,
    ),
    terminal,
  );
  const bundle = await sealBundle(
    opened.store,
    pipeline.bundle,
    codeFolders(pipeline.specification),
  );
  const request: RunRequest = {
    plan,
    resume: options.resume === true,
    record: {
      run: runIdOf(options['run-id'], plan.pipeline),
      purpose: 'train',
      bundle,
      specification: pipeline.bundle.specification,
      git: pipeline.git && { ...pipeline.git },
      principal: principal(),
      trust: 'laptop',
    },
  };
  const ended = await executeWith(
    request,
    opened,
    sourcePlaces(pipeline.folder, lock),
    terminal,
  );
  return answerRun(ended, opened, terminal, options.json === true);
};

/** A new id sorts by nothing and says the pipeline, so that a person can tell runs apart. */
export function runIdOf(
  option: string | boolean | undefined,
  pipeline: string,
): string {
  return typeof option === 'string'
    ? option
    : `${pipeline}-${randomBytes(5).toString('hex')}`;
}

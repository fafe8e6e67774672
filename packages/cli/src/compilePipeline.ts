import {
  compileBundle,
  defaultCacheFolder,
  readPipeline,
  type Pipeline,
} from '@trainyard/runner';
import type {
  Lock,
  Plan,
  Problem,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { CommandConsole } from './console';
import { hasErrors } from './problems';

export type CompiledPipeline =
  | {
      readonly outcome: 'compiled';
      readonly pipeline: Pipeline;
      readonly lock: Lock;
      readonly plan: Plan;
      /** Warnings only. */
      readonly problems: readonly Problem[];
    }
  | { readonly outcome: 'invalid'; readonly problems: readonly Problem[] };

/** From a file to a plan, or to all that is in the way. */
export async function compilePipeline(
  file: string,
  versions: ReadonlyMap<string, string>,
  terminal: CommandConsole,
): Promise<CompiledPipeline> {
  const read = await readPipeline(file);
  if (read.outcome === 'invalid') return read;
  const { pipeline } = read;
  const { problems, lock } = pipeline;
  if (hasErrors(problems) || !lock) return { outcome: 'invalid', problems };
  const compiled = await compileBundle(
    pipeline.bundle,
    pipeline.specification,
    lock,
    versions,
    defaultCacheFolder(terminal.environment),
  );
  if (compiled.outcome === 'invalid') return compiled;
  return {
    outcome: 'compiled',
    pipeline,
    lock,
    plan: compiled.plan,
    problems,
  };
}

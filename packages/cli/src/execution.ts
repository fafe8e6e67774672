import { availableParallelism } from 'node:os';
import {
  defaultCacheFolder,
  detectIsolation,
  environmentPreparer,
  executeRun,
  type RunOutcome,
  type RunRequest,
  type SourcePlace,
} from '@trainyard/runner';
import { builtinSteps } from '@trainyard/steps';
import type { Digest } from '@trainyard/backstage-plugin-ml-training-common';
import type { CommandConsole } from './console';
import { hostName } from './machine';
import type { OpenedStore } from './openStore';
import { sandboxCommand } from './sandbox';
import { progressOn } from './terminal/progress';

/**
 * Executes a run on this machine, telling of its progress on stderr.
 *
 * @param builtinThreads - threads of a built-in step
 */
export async function executeWith(
  request: RunRequest,
  { store, workFolder }: OpenedStore,
  sources: ReadonlyMap<Digest, SourcePlace>,
  terminal: CommandConsole,
  builtinThreads = availableParallelism(),
): Promise<RunOutcome> {
  const progress = progressOn(terminal.err);
  try {
    return await executeRun(request, {
      store,
      sources,
      workFolder,
      builtins: builtinSteps({
        sandboxCommand: terminal.sandboxCommand ?? sandboxCommand(),
      }),
      builtinThreads,
      prepareEnvironment: environmentPreparer({
        store,
        cacheFolder: defaultCacheFolder(terminal.environment),
        isolation: detectIsolation,
        signal: terminal.signal,
      }),
      isolation: detectIsolation,
      readSecret: name => terminal.environment[name],
      now: () => new Date(),
      host: hostName(),
      tell: progress.tell,
      signal: terminal.signal,
    });
  } finally {
    progress.stop();
  }
}

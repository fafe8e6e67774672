import type { ArtifactStore } from '@trainyard/artifacts';
import type { Environment } from '@trainyard/backstage-plugin-ml-training-common';
import type { Isolation } from '../commands/isolation';
import { hostEnvironment } from '../environments/hostEnvironment';
import { preparePython } from '../environments/preparePython';
import { resolveInterpreter } from '../environments/resolveInterpreter';
import type { PreparedEnvironment } from './runPorts';

export interface EnvironmentPlaces {
  /** Holds the requirements lock: it was sealed with the bundle. */
  readonly store: ArtifactStore;
  readonly cacheFolder: string;
  readonly isolation: () => Promise<Isolation>;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Makes ready what a command runs in, on this machine and from what the store holds. */
export async function prepareEnvironment(
  environment: Environment,
  { store, cacheFolder, isolation, say, signal }: EnvironmentPlaces,
): Promise<PreparedEnvironment | { readonly problem: string }> {
  if (environment.kind === 'host') return hostEnvironment(cacheFolder);
  if (environment.kind === 'image') {
    return {
      problem: `this machine runs no images, found ${environment.image}. Give the runtime an environment, or use an engine with containers.`,
    };
  }
  const found = await resolveInterpreter(environment.python, cacheFolder);
  if (found.outcome === 'not found') return { problem: found.because };
  const requirements = await store.blobs.readAll(environment.requirements);
  const prepared = await preparePython({
    requirementsText: Buffer.from(requirements).toString('utf8'),
    requirementsDigest: environment.requirements,
    interpreter: found.interpreter,
    cacheFolder,
    isolation: await isolation(),
    onProgress: say,
    signal,
  });
  return prepared.outcome === 'ready'
    ? { variables: prepared.variables }
    : { problem: prepared.because };
}

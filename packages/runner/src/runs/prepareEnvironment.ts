import type { ArtifactStore } from '@trainyard/artifacts';
import {
  digestOfJson,
  type Digest,
  type Environment,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { Isolation } from '../commands/isolation';
import { hostEnvironment } from '../environments/hostEnvironment';
import { preparePython } from '../environments/preparePython';
import { resolveInterpreter } from '../environments/resolveInterpreter';
import type { PreparedEnvironment, RunPorts } from './runPorts';

type Preparation = PreparedEnvironment | { readonly problem: string };

export interface EnvironmentPlaces {
  /** Holds the requirements lock: it was sealed with the bundle. */
  readonly store: ArtifactStore;
  readonly cacheFolder: string;
  readonly isolation: () => Promise<Isolation>;
  readonly signal: AbortSignal;
}

/**
 * Makes ready what commands run in, on this machine and from what the store
 * holds; each environment once, since most steps of a run share one.
 */
export function environmentPreparer(
  places: EnvironmentPlaces,
): RunPorts['prepareEnvironment'] {
  const prepared = new Map<Digest, Promise<Preparation>>();
  return (environment, say) => {
    const name = digestOfJson(environment);
    const preparation =
      prepared.get(name) ?? prepareEnvironment(environment, places, say);
    prepared.set(name, preparation);
    return preparation;
  };
}

async function prepareEnvironment(
  environment: Environment,
  { store, cacheFolder, isolation, signal }: EnvironmentPlaces,
  say: (line: string) => void,
): Promise<Preparation> {
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

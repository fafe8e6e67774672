import { join } from 'node:path';

/** Where our containers and the user's meet in a pod: two shared volumes, and Argo's own. */
export interface PodPlaces {
  /** Read-only to the user's container. */
  readonly inputs: string;
  readonly code: string;
  readonly parameters: string;
  readonly workers: string;
  /** What the first container tells the sidecar: see fetched.ts. */
  readonly fetched: string;
  /** There until the cluster begins to end the pod; Argo takes a try without it for failed. */
  readonly undisturbed: string;
  /** Writable to the user's container. */
  readonly made: string;
  readonly outputs: string;
  readonly metrics: string;
  readonly checkpoints: string;
  readonly scratch: string;
  /** One file for each later pod that is told something. */
  readonly answers: string;
  /** Argo's supervisor of the user's command writes its exit code there, and reads a signal for it. */
  readonly exitCode: string;
  readonly signal: string;
  /** Both streams of the command, in the order in which they were written. */
  readonly log: string;
}

/**
 * @param root - of the shared volumes
 * @param supervisor - what Argo's emissary keeps of the container `main`
 */
export function podPlaces(
  root = '/trainyard',
  supervisor = '/var/run/argo/ctr/main',
): PodPlaces {
  const given = join(root, 'given');
  const made = join(root, 'made');
  return {
    inputs: join(given, 'in'),
    code: join(given, 'code'),
    parameters: join(given, 'params.json'),
    workers: join(given, 'workers.json'),
    fetched: join(given, 'fetched.json'),
    undisturbed: join(given, 'undisturbed'),
    made,
    outputs: join(made, 'out'),
    metrics: join(made, 'metrics', 'metrics.jsonl'),
    checkpoints: join(made, 'checkpoints'),
    scratch: join(made, 'tmp'),
    answers: join(root, 'answers'),
    exitCode: join(supervisor, 'exitcode'),
    signal: join(supervisor, 'signal'),
    log: join(supervisor, 'combined'),
  };
}

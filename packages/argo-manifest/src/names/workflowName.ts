import { distinctName } from './stableName';

/** The same for the same attempt, so that creating it twice is told by the cluster; a DNS label. */
export function workflowName({
  namespace,
  run,
  attempt,
}: {
  readonly namespace: string;
  readonly run: string;
  readonly attempt: number;
}): string {
  return distinctName(
    `${run.slice(0, 40)}-${attempt}`,
    JSON.stringify([namespace, run, attempt]),
  );
}

/** Under which runs of one pipeline wait for each other. */
export function mutexName(namespace: string, pipeline: string): string {
  return distinctName(
    `trainyard-${pipeline}`,
    JSON.stringify([namespace, pipeline]),
  );
}

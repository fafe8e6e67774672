import type { OpenBucketOptions } from '@trainyard/artifacts';
import type { PodLine } from '@trainyard/backstage-plugin-ml-training-common';

/** The ends of a container of ours. */
export interface PodTerminal {
  /** Takes one line: what happens, as JSON. */
  readonly out: (line: string) => void;
  /** Takes one line, for a person who looks at the container. */
  readonly err: (line: string) => void;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Aborted when the pod is ended; only who watches a command looks at it. */
  readonly signal: AbortSignal;
}

export function podTerminal(signal: AbortSignal): PodTerminal {
  return {
    out: line => process.stdout.write(`${line}\n`),
    err: line => process.stderr.write(`${line}\n`),
    environment: process.env,
    signal,
  };
}

export function teller({ out }: PodTerminal): (line: PodLine) => void {
  return line => out(JSON.stringify(line));
}

/** The service has asked the bucket's server by the time it submits a run: a pod need not ask again. */
export const IN_POD: OpenBucketOptions = { probe: 'nothing' };

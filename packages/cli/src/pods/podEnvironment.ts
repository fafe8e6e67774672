import {
  podRequest,
  type PodRequest,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { Reported } from '@trainyard/runner';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What a pod was told by its environment. */
export interface PodEnvironment {
  readonly request: PodRequest;
  /** Times that Argo has tried this pod before. */
  readonly retries: number;
  readonly reported: ReadonlyMap<string, Reported>;
  /** Where other workers reach it. */
  readonly address: string | undefined;
  /** Where Argo's executor reads of progress; it names it where it does. */
  readonly progress: string | undefined;
  /** Of the volumes that its containers share; for tests. */
  readonly root: string | undefined;
  /** What Argo's supervisor keeps of the user's container; for tests. */
  readonly supervisor: string | undefined;
}

/** The environment does not say what it should: words for whoever compiled the workflow. */
export class BadPodEnvironment extends Error {
  override readonly name = 'BadPodEnvironment';
}

/** @throws BadPodEnvironment */
export function readPodEnvironment(environment: Environment): PodEnvironment {
  return {
    request: readRequest(environment.TRAINYARD_POD),
    retries: readRetries(environment.TRAINYARD_RETRIES ?? '0'),
    reported: readReported(environment.TRAINYARD_REPORTED ?? ''),
    address: environment.TRAINYARD_POD_IP,
    progress: environment.ARGO_PROGRESS_FILE,
    root: environment.TRAINYARD_POD_ROOT,
    supervisor: environment.TRAINYARD_POD_SUPERVISOR,
  };
}

function readRequest(text: string | undefined): PodRequest {
  if (text === undefined) throw bad('TRAINYARD_POD', 'a request', 'nothing');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw bad('TRAINYARD_POD', 'JSON', text.slice(0, 80));
  }
  const parsed = podRequest.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = ['TRAINYARD_POD', ...issue.path].join('.');
  throw new BadPodEnvironment(`${place}: ${issue.message}. ${ADVICE}`);
}

function readRetries(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw bad('TRAINYARD_RETRIES', 'a number of retries from 0', text);
}

/** Such as `train-model=0;score-model=none`. */
function readReported(text: string): ReadonlyMap<string, Reported> {
  const pairs = text.split(';').filter(pair => pair !== '');
  return new Map(
    pairs.map(pair => {
      const [, step, nth] = /^([a-z0-9-]+)=(none|\d{1,6})$/.exec(pair) ?? [];
      if (step === undefined || nth === undefined) {
        throw bad(
          'TRAINYARD_REPORTED',
          '"step=try" with a number from 0 or none, separated by ";"',
          pair,
        );
      }
      return [step, nth === 'none' ? nth : Number(nth)];
    }),
  );
}

function bad(place: string, expected: string, found: string) {
  return new BadPodEnvironment(
    `${place}: expected ${expected}, found ${found}. ${ADVICE}`,
  );
}

const ADVICE =
  'The workflow was compiled by another release of Trainyard than the image of this container: give both the same.';

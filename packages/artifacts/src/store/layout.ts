import {
  digest,
  type Digest,
} from '@trainyard/backstage-plugin-ml-training-common';
import { ArtifactError } from './artifactError';

/**
 * Where each document of the store lies (design §6). The same on a disk and in a
 * bucket, so that a store can be copied from one to the other.
 */
export const layout = {
  blobs: 'blobs/sha256/',
  trees: 'trees/',
  names: 'names/',
  results: 'results/',
  runs: 'runs/',
  checkpoints: 'checkpoints/',
  journal: 'journal/',

  blob: (sha256: string) => `blobs/sha256/${sha256.slice(0, 2)}/${sha256}`,
  tree: (tree: Digest) => `trees/${hex(tree)}.json`,

  versions: (kind: string, name: string) =>
    `names/${kind}/${segment(name, 'name')}/`,
  name: (kind: string, name: string, version: string) =>
    `${layout.versions(kind, name)}${segment(version, 'version')}.json`,

  resultsOf: (identity: Digest) => `results/${hex(identity)}/`,
  result: (identity: Digest, n: number) =>
    `${layout.resultsOf(identity)}${n}.json`,

  run: (run: string) => `runs/${segment(run, 'run id')}/`,
  runRecord: (run: string) => `${layout.run(run)}run.json`,
  attempt: (run: string, attempt: number) => `${layout.run(run)}${attempt}/`,
  attemptBegun: (run: string, attempt: number) =>
    `${layout.attempt(run, attempt)}begun.json`,
  attemptEnd: (run: string, attempt: number) =>
    `${layout.attempt(run, attempt)}end.json`,
  step: (run: string, attempt: number, step: string) =>
    `${layout.attempt(run, attempt)}${stepSegment(step)}/`,
  stepBegun: (run: string, attempt: number, step: string, nth: number) =>
    `${layout.step(run, attempt, step)}${nth}.started.json`,
  stepManifest: (run: string, attempt: number, step: string, nth: number) =>
    `${layout.step(run, attempt, step)}${nth}.json`,
  livePoints: (
    run: string,
    attempt: number,
    step: string,
    nth: number,
    n: number,
  ) => `${layout.step(run, attempt, step)}${nth}.live/${n}.json`,

  checkpointsOf: (identity: Digest) => `checkpoints/${hex(identity)}/`,
  checkpoint: (identity: Digest, generation: number) =>
    `${layout.checkpointsOf(identity)}${generation}/checkpoint.json`,
  claims: (identity: Digest) => `${layout.checkpointsOf(identity)}epochs/`,
  claim: (identity: Digest, epoch: number) =>
    `${layout.claims(identity)}${epoch}.json`,

  /** @param at - an instant in UTC, such as 2026-07-02T08:15:30.000Z */
  minute: (at: string) => `${at.slice(0, 16).replace(':', '-')}Z`,
  event: (at: string, id: string) =>
    `journal/${layout.minute(at)}/${segment(id, 'event id')}.json`,
};

const SEGMENT = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}$/;

/** A name that may become part of a key: the same on every file system, never hidden, never a way out. */
function segment(name: string, what: string): string {
  if (!SEGMENT.test(name)) {
    throw new ArtifactError(
      'invalid',
      name,
      `The ${what} ${JSON.stringify(name)} cannot be stored: expected 1 to 200 letters (a-z, A-Z), digits, ".", "_" and "-", not starting with a ".". Choose another ${what}.`,
    );
  }
  return name;
}

/** A step lies beside the documents of its attempt, which end in .json. */
function stepSegment(step: string): string {
  if (step.endsWith('.json')) {
    throw new ArtifactError(
      'invalid',
      step,
      `The step name ${JSON.stringify(step)} cannot be stored: expected one that does not end in ".json". Choose another name.`,
    );
  }
  return segment(step, 'step name');
}

function hex(text: string): Digest {
  const parsed = digest.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new ArtifactError(
    'invalid',
    text,
    `${JSON.stringify(text)} is not a digest: expected 64 hexadecimal digits in lower case.`,
  );
}

import type {
  AttemptEnd,
  Digest,
  MetricPoint,
  PublishedName,
  RunRecord,
  StepManifest,
  StepResult,
  TreeEntry,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { Body, ByteRange, ObjectStore } from '../objects/objectStore';
import type { PresignOptions } from '../objects/s3/s3ObjectStore';
import type { JournalEvent } from './journal/journalEvent';

export type { TreeEntry } from '@trainyard/backstage-plugin-ml-training-common';
export type { JournalEvent } from './journal/journalEvent';

/** The bytes of artifacts, named by their digests (design §6). */
export interface BlobRoom {
  put(body: Body): Promise<{ readonly sha256: Digest; readonly bytes: number }>;
  has(sha256: Digest): Promise<boolean>;
  /**
   * Verifies while it reads.
   * @throws ArtifactError 'missing', or 'corrupt' after the last byte
   */
  read(sha256: Digest): AsyncIterable<Uint8Array>;
  readAll(sha256: Digest): Promise<Uint8Array>;
  /**
   * A part of a blob, for logs and previews only: a digest says nothing of a part,
   * so that damage is not noticed here.
   *
   * @throws ArtifactError 'missing'
   */
  readRange(sha256: Digest, range: ByteRange): AsyncIterable<Uint8Array>;
  /** Length in bytes. @throws ArtifactError 'missing' */
  size(sha256: Digest): Promise<number>;
}

export interface TreeRoom {
  /**
   * The list is written last. Paths are portable: see treePaths.ts.
   *
   * @throws ArtifactError 'missing' where a blob is not in the store, 'corrupt'
   *   where it has another length, 'invalid' where a path is not portable
   */
  seal(entries: readonly TreeEntry[]): Promise<Digest>;
  has(tree: Digest): Promise<boolean>;
  /** Sorted by path. @throws ArtifactError 'missing', 'corrupt' or 'unreadable' */
  entries(tree: Digest): Promise<readonly TreeEntry[]>;
}

export interface BoundName {
  readonly tree: Digest;
  /** Digest of schema and rows without their order, where the artifact is a table. */
  readonly logical?: Digest;
}

export type BindOutcome =
  | { readonly outcome: 'bound' }
  /** The same content under the same name: equal logical digests where both have one, else equal trees. */
  | { readonly outcome: 'already bound'; readonly to: BoundName }
  | { readonly outcome: 'taken by other content'; readonly to: BoundName };

export interface NameRoom {
  /** @throws ArtifactError 'missing' where the tree is not sealed */
  bind(
    kind: PublishedName['kind'],
    name: string,
    version: string,
    to: BoundName,
  ): Promise<BindOutcome>;
  find(
    kind: PublishedName['kind'],
    name: string,
    version: string,
  ): Promise<BoundName | undefined>;
  versions(
    kind: PublishedName['kind'],
    name: string,
  ): Promise<readonly string[]>;
}

export type AdoptOutcome =
  /** This is result 1: the one that runs adopt. */
  | { readonly outcome: 'first'; readonly result: StepResult }
  /** Somebody was first with equal outputs; theirs is adopted. */
  | { readonly outcome: 'same'; readonly result: StepResult }
  /** Somebody was first with other outputs: kept beside theirs as result n. */
  | {
      readonly outcome: 'differs';
      readonly result: StepResult;
      readonly n: number;
    };

export interface ResultRoom {
  /**
   * Adds a result; `result` in the answer is the first one. A result that is there
   * already, whoever made it, is not added again.
   *
   * @throws ArtifactError 'missing' where an output is not sealed
   */
  add(result: StepResult): Promise<AdoptOutcome>;
  /** Result 1. */
  first(identity: Digest): Promise<StepResult | undefined>;
  all(identity: Digest): Promise<readonly StepResult[]>;
}

export interface RunRoom {
  /** 'exists' where the id is taken, by whatever run. */
  create(record: RunRecord): Promise<'created' | 'exists'>;
  find(run: string): Promise<RunRecord | undefined>;
  list(): AsyncIterable<string>;
  /**
   * Claims the next attempt number; two claimants never get the same.
   *
   * @throws ArtifactError 'missing' where there is no such run
   */
  beginAttempt(
    run: string,
    begun: { readonly host: string; readonly at: string },
  ): Promise<number>;
  /**
   * Claims this very attempt number, for an engine that was told it: whoever is
   * second is told 'taken' and has to keep off.
   *
   * @throws ArtifactError 'missing' where there is no such run
   */
  claimAttempt(
    run: string,
    attempt: number,
    begun: { readonly host: string; readonly at: string },
  ): Promise<'begun' | 'taken'>;
  attempts(run: string): Promise<readonly number[]>;
  /** Who claimed an attempt, and when; undefined where nobody has. */
  findAttempt(
    run: string,
    attempt: number,
  ): Promise<{ readonly host: string; readonly at: string } | undefined>;
  /** Written once. @throws ArtifactError 'conflict' where another end is there */
  endAttempt(end: AttemptEnd): Promise<void>;
  findEnd(run: string, attempt: number): Promise<AttemptEnd | undefined>;
  /** `started.json` of a step: who is at work, written before the work. */
  beginStep(
    run: string,
    attempt: number,
    step: string,
    begun: StepBegun,
  ): Promise<void>;
  /** Newest try that was begun of a step in an attempt. */
  findBegun(
    run: string,
    attempt: number,
    step: string,
  ): Promise<StepBegun | undefined>;
  /** Written once, last. @throws ArtifactError 'conflict' where another manifest is there */
  sealStep(manifest: StepManifest): Promise<void>;
  /** Newest try of a step in an attempt. */
  findStep(
    run: string,
    attempt: number,
    step: string,
  ): Promise<StepManifest | undefined>;
  /** Every try of a step in an attempt that was begun or sealed, in their order. */
  tries(
    run: string,
    attempt: number,
    step: string,
  ): Promise<readonly StepTry[]>;
  /**
   * Keeps what a step has measured so far, while it works: a hint, which the
   * manifest replaces.
   *
   * @param n - counted from 1 without a gap, so that a reader knows where to go on
   */
  appendLive(
    of: TryName,
    n: number,
    points: readonly MetricPoint[],
  ): Promise<'created' | 'exists'>;
  /** Undefined where there is nothing of that number yet. */
  findLive(of: TryName, n: number): Promise<readonly MetricPoint[] | undefined>;
}

/** A try as its documents are named. */
export interface TryName {
  readonly run: string;
  readonly attempt: number;
  readonly step: string;
  readonly try: number;
}

export interface StepTry {
  readonly try: number;
  /** Absent for a result that was adopted, for which nobody worked. */
  readonly begun?: StepBegun;
  /** Absent while it works, or where it was cut off. */
  readonly manifest?: StepManifest;
}

export interface StepBegun {
  readonly identity: Digest;
  readonly try: number;
  readonly at: string;
  readonly host: string;
}

/** A generation of a step's own progress; the newest complete one is found again after a kill. */
export interface CheckpointRoom {
  /**
   * Fenced: refused unless the try was the last to claim the identity.
   *
   * @throws ArtifactError 'missing' where the tree is not sealed
   */
  save(
    identity: Digest,
    by: {
      readonly run: string;
      readonly attempt: number;
      readonly try: number;
    },
    tree: Digest,
  ): Promise<
    | { readonly outcome: 'saved'; readonly generation: number }
    | { readonly outcome: 'fenced' }
  >;
  /**
   * Claims the identity for a try, so that saves of earlier ones are fenced from
   * now on. A try that was fenced stays fenced, also when it claims again.
   */
  claim(
    identity: Digest,
    by: {
      readonly run: string;
      readonly attempt: number;
      readonly try: number;
    },
  ): Promise<void>;
  newest(
    identity: Digest,
  ): Promise<
    { readonly generation: number; readonly tree: Digest } | undefined
  >;
}

/** Hints of what happened, by minute; the manifests are the truth. */
export interface JournalRoom {
  /** An event whose id was appended in the same minute is not appended again. */
  append(event: JournalEvent): Promise<void>;
  /** Events from a minute on, oldest minute first. */
  since(at: string): AsyncIterable<JournalEvent>;
  /**
   * What came into the minute of an instant beside what is known, whose keys it adds:
   * one listing, and nothing is read twice.
   */
  newIn(at: string, known: Set<string>): Promise<readonly JournalEvent[]>;
}

/** One root a namespace. Every sealed document has `schema_version` and is parsed when read. */
export interface ArtifactStore {
  /** The place underneath, for what looks at all of it. */
  readonly objects: ObjectStore;
  readonly blobs: BlobRoom;
  readonly trees: TreeRoom;
  readonly names: NameRoom;
  readonly results: ResultRoom;
  readonly runs: RunRoom;
  readonly checkpoints: CheckpointRoom;
  readonly journal: JournalRoom;
  /**
   * An address by which anybody who has it may read a blob for a while; only where
   * what keeps the objects can be asked by others. Whoever calls it has authorised.
   * The bytes do not pass through here, so that nothing verifies them on their way.
   */
  readonly presign?: (
    sha256: Digest,
    options: PresignOptions,
  ) => Promise<string>;
}

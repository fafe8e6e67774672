import type {
  AttemptView,
  Digest,
  MetricPoint,
  Problem,
  RunFacets,
  RunState,
  RunsPage,
  RunsQuery,
  RunSummary,
  StepView,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { EngineRef } from '@trainyard/backstage-plugin-ml-training-node';
import type { Visibility } from '../permissions/visibility';
import type { Fence } from '../reconciler/lease';

/** What is known of a run when it is submitted, and never changes. */
export interface NewRun {
  readonly run: string;
  readonly pipeline: RunSummary['pipeline'];
  readonly owner: string;
  readonly engine: string;
  readonly purpose: RunSummary['purpose'];
  readonly trigger: RunSummary['trigger'];
  readonly principal: string;
  readonly parent: string | null;
  readonly plan: Digest;
  readonly bundle: Digest;
  readonly specification: string;
  readonly source: {
    readonly kind: 'url' | 'file' | 'run';
    readonly target: string;
    readonly commit: string | null;
    readonly dirty: boolean;
  };
  /** Where sources that are pinned by digest only lie on this host. */
  readonly sourceFolder: string | null;
  readonly model: string | null;
  readonly dataset: { readonly name: string; readonly version: string } | null;
  readonly steps: readonly string[];
  readonly params: Readonly<Record<string, string | number>>;
  readonly warnings: readonly Problem[];
  readonly token: string;
  /** Of the request: the same token with another request is refused. */
  readonly requestDigest: Digest;
}

export type CreateOutcome =
  | { readonly outcome: 'created'; readonly run: string }
  | { readonly outcome: 'already created'; readonly run: string }
  | {
      readonly outcome: 'token used for another request';
      readonly run: string;
    };

/** A run as the service works with it. */
export interface RunEntry {
  readonly summary: RunSummary;
  readonly plan: Digest;
  readonly bundle: Digest;
  readonly specification: string;
  readonly source: NewRun['source'];
  readonly sourceFolder: string | null;
  readonly warnings: readonly Problem[];
  readonly attempts: readonly AttemptView[];
  /** Of the newest attempt; null until the engine took it. */
  readonly ref: EngineRef | null;
  /** Who asked to stop the newest attempt; null where nobody did. */
  readonly stopAsked: { readonly by: string; readonly at: string } | null;
  readonly reproduction: {
    readonly verdict: 'identical' | 'within band' | 'diverged';
    readonly explanation: string;
  } | null;
  readonly revision: number;
}

/** All that the reconciler learned of a run's newest attempt; written as one or not at all. */
export interface RunObservation {
  readonly run: string;
  readonly attempt: number;
  readonly state: RunState;
  readonly because: string | null;
  readonly pending: string | null;
  readonly ref: EngineRef | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** Those that changed. */
  readonly steps: readonly StepView[];
  /** Newest values by name, such as `test.calibrated.auc`; absent: as they were. */
  readonly metrics?: Readonly<Record<string, number>>;
  /** Points of curves that are new. */
  readonly points?: readonly MetricPoint[];
  readonly headline?: RunSummary['headline'];
  readonly gates?: RunSummary['gates'];
  readonly modelVersion?: number | null;
  readonly reproduction?: RunEntry['reproduction'];
}

export type FencedOutcome = 'recorded' | 'fenced' | 'attempt is over';

/** Runs as the service keeps them; one implementation on SQLite and Postgres. */
export interface RunStore {
  /** Idempotent by principal and token, in one transaction. */
  create(run: NewRun): Promise<CreateOutcome>;
  findByToken(
    principal: string,
    token: string,
  ): Promise<
    { readonly run: string; readonly requestDigest: Digest } | undefined
  >;
  find(run: string): Promise<RunEntry | undefined>;
  /**
   * @throws QueryError where the expression, the sort or the cursor is not one
   */
  list(query: RunsQuery, visible: Visibility): Promise<RunsPage>;
  facets(visible: Visibility): Promise<RunFacets>;
  steps(run: string, attempt: number): Promise<readonly StepView[]>;
  metrics(run: string): Promise<Readonly<Record<string, number | null>>>;
  params(run: string): Promise<Readonly<Record<string, string | number>>>;
  /** Points by name, in order of their training step. */
  points(
    run: string,
  ): Promise<Readonly<Record<string, readonly MetricPoint[]>>>;
  /** Adds to a run's history; a point that is there already is not added again. */
  addPoints(run: string, points: readonly MetricPoint[]): Promise<void>;
  /** The pipeline's run that was submitted before this one. */
  previous(run: string): Promise<string | undefined>;
  /** Newest first, of one pipeline. */
  ofPipeline(entity: string, most: number): Promise<readonly RunSummary[]>;

  /** @returns whether there was something to stop; asking twice is the same as once */
  askToStop(
    run: string,
    by: string,
  ): Promise<'asked' | 'has ended' | 'unknown'>;
  /**
   * Begins another attempt, where the newest is over.
   *
   * @param after - the attempt that the caller saw: two who retry at once begin one
   */
  retry(
    run: string,
    after: number,
  ): Promise<
    | { readonly outcome: 'queued'; readonly attempt: number }
    | { readonly outcome: 'still going' | 'unknown' }
  >;

  /** Runs that the reconciler has to look at: all that have not ended, oldest first. */
  active(): Promise<readonly RunEntry[]>;
  /** Writes nothing when a later epoch has begun, or a later attempt. */
  record(observation: RunObservation, fence: Fence): Promise<FencedOutcome>;
}

export { QueryError } from '../database/queryError';

import type {
  Digest,
  Lock,
  Plan,
  Problem,
  RunRecord,
  Specification,
  StoreLocation,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { ArtifactStore, TreeEntry } from '@trainyard/artifacts';

/** Runs plans; knows nothing of machine learning (design §7). */
export interface TrainingEngine {
  readonly name: string;
  /**
   * Compiles a bundle for what this engine runs steps in: an interpreter that was
   * found, or an image, is a part of what a step is.
   */
  compile(source: EngineSource): Promise<CompileOutcome>;
  /** What this engine would refuse; empty when it would take the plan. */
  lint(plan: Plan): Promise<readonly Problem[]>;
  /**
   * Idempotent by run and attempt: submitting again is the same as once. The run's
   * record and plan are in the store by now.
   */
  submit(submission: EngineSubmission): Promise<EngineRef>;
  /** Liveness and why it waits; what steps yielded is read from the store. */
  observe(ref: EngineRef): Promise<EngineObservation>;
  /** Returns when everything that belongs to the attempt has ended, also when it had ended before. */
  stop(ref: EngineRef): Promise<void>;
  /**
   * What a step says, from a byte on, while it is being executed; ends when the
   * step ends or the signal aborts. Undefined where nothing is to be had live:
   * after the end the log is in the store.
   */
  logs(
    ref: EngineRef,
    step: string,
    options: { readonly from: number; readonly signal: AbortSignal },
  ): Promise<AsyncIterable<LogPiece> | undefined>;
  /** Why nothing can be submitted now; undefined when all is well. */
  trouble(): Promise<string | undefined>;
  /** Lets go of what the engine holds in this process; runs go on. */
  close(): Promise<void>;
}

export interface EngineSource {
  readonly bundle: {
    /** Which of the files is the specification. */
    readonly specification: string;
    readonly files: ReadonlyMap<
      string,
      TreeEntry & { readonly content: Uint8Array }
    >;
  };
  readonly specification: Specification;
  readonly lock: Lock;
}

export type CompileOutcome =
  | { readonly outcome: 'compiled'; readonly plan: Plan }
  | { readonly outcome: 'invalid'; readonly problems: readonly Problem[] };

export interface EngineSubmission {
  readonly run: string;
  /** Counted by the service, from 1. */
  readonly attempt: number;
  readonly namespace: string;
  readonly plan: Plan;
  readonly planDigest: Digest;
  readonly record: RunRecord;
  /** Where sources that are pinned by digest only lie on this host; absent where none do. */
  readonly sourceFolder?: string;
}

/** What the engine needs to find an attempt again, also after a restart. Plain JSON. */
export interface EngineRef {
  readonly run: string;
  readonly attempt: number;
  readonly namespace: string;
  /** The engine's own: a name in a cluster, a folder. */
  readonly id: string;
}

export type EngineObservation =
  /** Submitted, nothing is being executed yet. */
  | { readonly state: 'pending'; readonly because: string }
  | { readonly state: 'running' }
  /** The engine is done with it; the store says how it ended. */
  | { readonly state: 'ended' }
  /** The engine does not know it, or what executed it is gone without an end. */
  | { readonly state: 'gone'; readonly because: string };

export interface LogPiece {
  /** Byte at which the piece begins. */
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** What an engine gets of the service. */
export interface EnginePorts {
  /** One root a namespace. */
  readonly store: (namespace: string) => Promise<ArtifactStore>;
  /** How another process opens the same store. */
  readonly storeLocation: (namespace: string) => StoreLocation;
  /**
   * What another process of this host has to find in its environment to open the
   * stores: see NamespaceStores.
   */
  readonly storeEnvironment?: Readonly<Record<string, string>>;
}

/** A module adds one for each kind of engine. */
export interface TrainingEngineFactory {
  readonly name: string;
  create(ports: EnginePorts): Promise<TrainingEngine>;
}

import type {
  Digest,
  Environment,
  RunEvent,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { ArtifactStore } from '@trainyard/artifacts';
import type { Isolation } from '../commands/isolation';
import type { BuiltinStep } from '../steps/builtinStep';

/** Where the environment of a command was made ready. */
export interface PreparedEnvironment {
  /** PATH and what else the command needs to find its interpreter. */
  readonly variables: Readonly<Record<string, string>>;
}

/** All that executing a run needs of the world. */
export interface RunPorts {
  readonly store: ArtifactStore;
  readonly builtins: ReadonlyMap<string, BuiltinStep>;
  /** Made on first need: a run whose steps are all reused prepares nothing. */
  readonly prepareEnvironment: (
    environment: Environment,
    say: (line: string) => void,
  ) => Promise<PreparedEnvironment | { readonly problem: string }>;
  /** Local files of the sources, by the tree they must be. */
  readonly sources: ReadonlyMap<Digest, SourcePlace>;
  /** Each attempt works in a folder of its own below; wiped when it ends and at the next start. */
  readonly workFolder: string;
  /** Threads of a built-in; no part of what it yields. */
  readonly builtinThreads: number;
  /** Asked on the first command: a run whose steps are all reused starts none. */
  readonly isolation: () => Promise<Isolation>;
  readonly readSecret: (environmentVariable: string) => string | undefined;
  readonly now: () => Date;
  readonly host: string;
  readonly tell: (event: RunEvent) => void;
  readonly signal: AbortSignal;
}

/** A pinned source as it lies on this machine. */
export interface SourcePlace {
  readonly name: string;
  readonly files: readonly SourceFile[];
  /** Whether the bytes are kept in the store, or only proven equal and read where they lie. */
  readonly strength: 'copied' | 'sha256';
}

export interface SourceFile {
  /** In the artifact. */
  readonly path: string;
  /** On this machine. */
  readonly file: string;
  /** As a person named it, relative to the pipeline. */
  readonly shown: string;
  readonly sha256: Digest;
  readonly bytes: number;
}

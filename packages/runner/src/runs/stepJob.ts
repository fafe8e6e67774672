import type {
  Digest,
  Measurements,
  MetricPoint,
  PlanStep,
  PublishedName,
  StepManifest,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { Aside } from './aside';
import type { LaidInput } from './fetchInputs';
import type { KeptOutputs } from './keptOutputs';
import type { StepFolder } from './workFolder';

/** What one try of a step did, before anything of it is sealed. */
export interface Performed {
  readonly verdict: 'succeeded' | 'blocked' | 'failed';
  /** In words; empty where all went well. */
  readonly because: readonly string[];
  /** Folders to seal, by output; those of a failed try are not sealed. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly logical: Readonly<Record<string, Digest>>;
  readonly names: readonly PublishedName[];
  readonly metrics: readonly MetricPoint[];
  readonly measurements: Measurements;
  readonly isolation: StepManifest['isolation'];
  readonly exitCode: number | null;
  /** The checkpoint that the command was given. */
  readonly resumedFrom?: number;
}

export interface StepJob {
  readonly step: PlanStep;
  readonly identity: Digest;
  /** Whose try it is, for the fence of its checkpoints. */
  readonly by: {
    readonly run: string;
    readonly attempt: number;
    readonly try: number;
  };
  readonly aside: Aside;
  readonly kept: KeptOutputs;
  /** A reproduction starts from nothing: a checkpoint would be the original's own work. */
  readonly fromCheckpoint: boolean;
  readonly inputs: Readonly<Record<string, Digest>>;
  readonly folder: StepFolder;
  readonly say: (line: string) => void;
}

/** Inputs as they were laid, by name. */
export type LaidInputs = ReadonlyMap<string, LaidInput>;

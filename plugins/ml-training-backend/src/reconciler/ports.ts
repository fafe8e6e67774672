import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ArtifactStore } from '@trainyard/artifacts';
import type {
  Digest,
  Plan,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { TrainingEngine } from '@trainyard/backstage-plugin-ml-training-node';
import type { DatasetStore } from '../datasets/datasetStore';
import type { ModelStore } from '../models/modelStore';
import type { RunStore } from '../runs/runStore';
import type { Fence } from './lease';

/** What the reconciler works with. */
export interface ReconcilerPorts {
  readonly runs: RunStore;
  readonly datasets: DatasetStore;
  readonly models: ModelStore;
  readonly engines: ReadonlyMap<string, TrainingEngine>;
  readonly store: (namespace: string) => Promise<ArtifactStore>;
  /** The plan of a digest, read from the store and remembered. */
  readonly planOf: (store: ArtifactStore, plan: Digest) => Promise<Plan>;
  readonly now: () => Date;
  /** Milliseconds that never go back, and go on while the process is paused. */
  readonly monotonic: () => number;
  readonly logger: LoggerService;
  /** A run changed: a hint for those who look on. */
  readonly changed: (revision: number, run: string) => void;
}

/** The right to change something, for as long as the lease is held. */
export interface Term {
  readonly fence: Fence;
  /** Asked before anything that only the holder may do. @throws LeaseLost */
  check(): void;
  /** The database refused a write: somebody else reconciles. @throws LeaseLost */
  fenced(): never;
}

/** Work is to be dropped at once: another process does it, or will. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';

  constructor() {
    super('Another process reconciles by now.');
  }
}

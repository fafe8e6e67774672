import type { ArtifactStore } from '@trainyard/artifacts';
import type { TrainingEngine } from '@trainyard/backstage-plugin-ml-training-node';
import type { RunStore } from '../runs/runStore';
import type { Wait } from './waiting';

export interface LogPorts {
  /** One root a namespace. */
  readonly store: (namespace: string) => Promise<ArtifactStore>;
  readonly runs: Pick<RunStore, 'find' | 'steps'>;
  readonly engines: ReadonlyMap<string, TrainingEngine>;
  readonly wait: Wait;
}

/** Whose log it is. */
export interface StepOfRun {
  readonly run: string;
  readonly namespace: string;
  readonly attempt: number;
  readonly step: string;
}

import type {
  ModelDetail,
  ModelsPage,
  ModelVersion,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { Visibility } from '../permissions/visibility';
import type { Fence } from '../reconciler/lease';
import type { DatasetsQuery } from '../datasets/datasetStore';

export type NewModelVersion = Omit<ModelVersion, 'version' | 'registeredAt'>;

export type RegisterOutcome =
  | { readonly outcome: 'registered'; readonly version: number }
  /** Equal evidence is the same version. */
  | { readonly outcome: 'already registered'; readonly version: number }
  | { readonly outcome: 'owned by another' | 'fenced' };

/** Model versions: integers given here, without gaps, idempotent by evidence digest (design §8). */
export interface ModelStore {
  register(version: NewModelVersion, fence: Fence): Promise<RegisterOutcome>;
  list(query: DatasetsQuery, visible: Visibility): Promise<ModelsPage>;
  find(namespace: string, name: string): Promise<ModelDetail | undefined>;
}

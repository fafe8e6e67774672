import type {
  DatasetDetail,
  DatasetsPage,
  DatasetVersion,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { Visibility } from '../permissions/visibility';
import type { Fence } from '../reconciler/lease';

export interface DatasetsQuery {
  readonly owner?: readonly string[];
  readonly text?: string;
  readonly cursor?: string;
  readonly limit?: number;
}

/** Datasets by what runs published. The first publisher owns a name (design §9). */
export interface DatasetStore {
  /**
   * Idempotent by namespace, name, version and tree.
   *
   * @returns 'owned by another' where another pipeline published the name first
   */
  publish(
    version: DatasetVersion,
    fence: Fence,
  ): Promise<'published' | 'already published' | 'owned by another' | 'fenced'>;
  list(query: DatasetsQuery, visible: Visibility): Promise<DatasetsPage>;
  find(namespace: string, name: string): Promise<DatasetDetail | undefined>;
}

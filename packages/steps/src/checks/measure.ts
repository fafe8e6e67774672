import type {
  Check,
  CheckDatasetParameters,
  Measurement,
  SplitWindows,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { Session } from '../duckdb/session';
import type { DatasetTables } from './datasetTables';

/** What measurements look at. */
export interface CheckedDataset {
  readonly session: Session;
  readonly tables: DatasetTables;
  readonly parameters: Omit<CheckDatasetParameters, 'checks'>;
  /** Rows of a split as split.json tells. @throws NotMeasurable where it cannot be read */
  readonly splitRows: (split: keyof SplitWindows) => Promise<number>;
}

/** @throws NotMeasurable where nobody can tell */
export type Measure = (
  dataset: CheckedDataset,
  check: Check,
) => Promise<Measurement>;

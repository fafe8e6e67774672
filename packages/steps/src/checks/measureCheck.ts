import type {
  Check,
  CheckDatasetParameters,
  Measurement,
  SplitWindows,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { Session } from '../duckdb/session';
import {
  measureDuplicates,
  measureLabelRate,
  measureNullRate,
  measureRange,
  measureRowCount,
} from './columnMeasures';
import { NotMeasurable, type DatasetTables } from './datasetTables';
import { measureSchema } from './schemaMeasure';
import { measureSplitOrder } from './splitMeasure';
import {
  measureFutureFeature,
  measureLabelMaturity,
  measureLabelTime,
} from './timeMeasures';

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

const MEASURES: Record<Check['check'], Measure> = {
  row_count: measureRowCount,
  schema: measureSchema,
  null_rate: measureNullRate,
  duplicates: measureDuplicates,
  range: measureRange,
  label_rate: measureLabelRate,
  future_feature: measureFutureFeature,
  label_time: measureLabelTime,
  label_maturity: measureLabelMaturity,
  split_order: measureSplitOrder,
};

/**
 * Measures what a check speaks of. What cannot be measured because of how the
 * tables are is an answer, and blocks; a fault of this machine is thrown, for a
 * result that is sealed must not depend on it.
 */
export async function measureCheck(
  dataset: CheckedDataset,
  check: Check,
): Promise<Measurement> {
  try {
    return await MEASURES[check.check](dataset, check);
  } catch (error) {
    if (error instanceof NotMeasurable) return { error: error.message };
    throw error;
  }
}

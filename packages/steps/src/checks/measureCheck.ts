import type {
  Check,
  Measurement,
} from '@trainyard/backstage-plugin-ml-training-common';
import {
  measureDuplicates,
  measureLabelRate,
  measureNullRate,
  measureRange,
  measureRowCount,
} from './columnMeasures';
import { NotMeasurable } from './datasetTables';
import type { CheckedDataset, Measure } from './measure';
import { measureSchema } from './schemaMeasure';
import { measureSplitOrder } from './splitMeasure';
import {
  measureFutureFeature,
  measureLabelMaturity,
  measureLabelTime,
} from './timeMeasures';

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

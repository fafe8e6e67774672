import type { z } from 'zod';
import type { datasetColumn } from '../api/datasets';
import type { ChecksDocument } from '../evidence/checksDocument';
import { materializeDatasetParameters } from '../plan/parameters/dataSteps';
import type { Plan } from '../plan/plan';

/**
 * The columns of the dataset that a plan makes, in their order, as
 * materialize-dataset was told to write them. Nulls are known only where a check
 * counted them in the whole dataset.
 */
export function datasetColumns(
  { steps }: Plan,
  checks?: ChecksDocument,
): z.output<typeof datasetColumn>[] {
  const step = steps.find(
    ({ builtin }) => builtin?.name === 'materialize-dataset',
  );
  if (!step) return [];
  const { features, labels } = materializeDatasetParameters.parse(
    step.parameters,
  );
  return [
    { name: 'example_id', type: 'string' },
    { name: 'prediction_time', type: 'timestamp' },
    ...features,
    ...labels.flatMap(label => [
      { name: label, type: 'label (0 or 1)' },
      { name: `${label}.label_time`, type: 'timestamp' },
      { name: `${label}.available_at`, type: 'timestamp' },
    ]),
  ].map(({ name, type }) => ({ name, type, nulls: nullsOf(name, checks) }));
}

function nullsOf(column: string, checks?: ChecksDocument): number | null {
  const counted = checks?.required.find(
    check =>
      check.check === 'null_rate' &&
      check.column === column &&
      check.split === undefined,
  );
  const result = checks?.results.find(({ check }) => check === counted?.id);
  return result && result.observed !== null ? result.failed : null;
}

import type { SplitWindows } from '@trainyard/backstage-plugin-ml-training-common';
import { literal } from '../duckdb/session';
import { NotMeasurable, type DatasetFile } from './datasetTables';
import type { Measure } from './measure';
import { sampleOf } from './offenders';

const PLACES: Readonly<Record<keyof SplitWindows, DatasetFile>> = {
  train: 'train/train.parquet',
  validation: 'validation/validation.parquet',
  test: 'examples/test.parquet',
};

/** Files that speak of the same examples. */
const TWINS: readonly [DatasetFile, DatasetFile][] = [
  ['validation/validation.parquet', 'examples/validation.parquet'],
  ['validation/validation.parquet', 'labels/validation.parquet'],
  ['examples/test.parquet', 'labels/test.parquet'],
];

/**
 * Examples that are where they should not be: outside the window of their split,
 * in two splits or twice in one, unknown to the dataset or of another time there,
 * or in only one of two files that speak of the same examples.
 */
export const measureSplitOrder: Measure = async ({
  session,
  tables,
  parameters: { windows },
}) => {
  requireOrder(windows);
  const times = {
    example_id: 'string',
    prediction_time: 'timestamp',
  } as const;
  const ids = { example_id: 'string' } as const;
  const dataset = tables.relation('dataset/dataset.parquet', times);
  const rows = (['train', 'validation', 'test'] as const).map(
    split =>
      `SELECT example_id, prediction_time, ${literal(windows[split].from)}::TIMESTAMP <= prediction_time
                AND prediction_time < ${literal(windows[split].to)}::TIMESTAMP AS is_within
         FROM ${tables.relation(PLACES[split], times)}`,
  );
  const differences = TWINS.map(([one, other]) => {
    const [ours, theirs] = [one, other].map(
      file => `SELECT example_id FROM ${tables.relation(file, ids)}`,
    );
    return `SELECT coalesce(ours.example_id, theirs.example_id) AS example_id
              FROM (${ours}) ours FULL JOIN (${theirs}) theirs
                ON theirs.example_id = ours.example_id
             WHERE ours.example_id IS NULL OR theirs.example_id IS NULL`;
  });
  const offenders = [
    'SELECT example_id FROM placed WHERE NOT coalesce(is_within, false)',
    'SELECT example_id FROM placed GROUP BY example_id HAVING count(*) > 1',
    `SELECT example_id FROM placed
       ANTI JOIN (SELECT example_id, prediction_time FROM ${dataset}) USING (example_id, prediction_time)`,
    ...differences,
  ].join(' UNION ALL ');
  await session.run(
    `CREATE OR REPLACE TEMP TABLE placed AS ${rows.join(' UNION ALL ')};
     CREATE OR REPLACE TEMP TABLE offenders AS ${offenders}`,
  );
  const { checked, failed } = await session.row(
    `SELECT (SELECT count(*) FROM placed)::DOUBLE AS checked,
            (SELECT count(DISTINCT coalesce(example_id, '')) FROM offenders)::DOUBLE AS failed`,
  );
  const sample = await sampleOf(session, 'SELECT example_id FROM offenders');
  await session.run('DROP TABLE placed; DROP TABLE offenders');
  return {
    observed: Number(failed),
    checked: Number(checked),
    failed: Number(failed),
    sample,
  };
};

function requireOrder({ train, validation, test }: SplitWindows) {
  // Instants of a plan have one form, in which their order is that of their texts.
  const borders = [train, validation, test].flatMap(({ from, to }) => [
    from,
    to,
  ]);
  const isOrdered = borders.every(
    (at, index) => index === 0 || borders[index - 1] <= at,
  );
  if (!isOrdered) {
    throw new NotMeasurable(
      'the windows do not follow each other: expected training before validation before test',
    );
  }
}

import type { SplitWindows } from '@trainyard/backstage-plugin-ml-training-common';
import { identifier, literal } from '../duckdb/session';
import { NotMeasurable, type DatasetFile } from './datasetTables';
import type { Measure } from './measure';
import { countOffenders, offendersObserved, sampleOf } from './offenders';

const EVENT_TIME = '.event_time';
const AVAILABLE_AT = '.available_at';

/**
 * Rows of which a fact contributed to a feature before it had happened or was
 * known. A row of which only one of both times is there, or none was kept at
 * all, offends as well: nobody can say that it was not.
 */
export const measureFutureFeature: Measure = async (
  { session, tables, parameters },
  { column: view },
) => {
  const views = parameters.views.filter(
    name => view === undefined || name === view,
  );
  if (view !== undefined && views.length === 0) {
    throw new NotMeasurable(`no times were kept of feature view "${view}"`);
  }
  const times = tables.relation('features/times.parquet', {
    example_id: 'string',
    ...Object.fromEntries(
      views.flatMap(name => [
        [`${name}${EVENT_TIME}`, 'timestamp'],
        [`${name}${AVAILABLE_AT}`, 'timestamp'],
      ]),
    ),
  });
  const dataset = tables.relation('dataset/dataset.parquet', {
    example_id: 'string',
    prediction_time: 'timestamp',
  });
  const offends = views.map(name => {
    const event = `t.${identifier(`${name}${EVENT_TIME}`)}`;
    const available = `t.${identifier(`${name}${AVAILABLE_AT}`)}`;
    return `NOT coalesce(${event} <= d.prediction_time AND ${available} <= d.prediction_time,
                         ${event} IS NULL AND ${available} IS NULL)`;
  });
  const late = `SELECT d.example_id
       FROM ${dataset} d LEFT JOIN ${times} t ON t.example_id = d.example_id
      WHERE ${['t.example_id IS NULL', ...offends].join(' OR ')}`;
  const { checked, failed } = await session.row(
    `SELECT (SELECT count(*) FROM ${dataset})::DOUBLE AS checked,
            (SELECT count(DISTINCT coalesce(example_id, '')) FROM (${late}))::DOUBLE AS failed`,
  );
  return {
    observed: Number(failed),
    checked: Number(checked),
    failed: Number(failed),
    sample: Number(failed) === 0 ? [] : await sampleOf(session, late),
  };
};

/** Labels of something that had happened by the time of the prediction, or of which nobody says when it did. */
export const measureLabelTime: Measure = async (
  { session, tables },
  { column: label = '' },
) => {
  const time = `${label}.label_time`;
  const dataset = tables.relation('dataset/dataset.parquet', {
    example_id: 'string',
    prediction_time: 'timestamp',
    [label]: null,
    [time]: 'timestamp',
  });
  return offendersObserved(
    await countOffenders(
      session,
      dataset,
      `NOT coalesce(${identifier(time)} > prediction_time, false)`,
      `${identifier(label)} IS NOT NULL`,
    ),
  );
};

const LABELLED: readonly [keyof SplitWindows, DatasetFile][] = [
  ['train', 'train/train.parquet'],
  ['validation', 'validation/validation.parquet'],
  ['test', 'labels/test.parquet'],
];

/** Rows of a split whose label was not known by the cut-off of its window, or is not there. */
export const measureLabelMaturity: Measure = async (
  { session, tables, parameters },
  { column: label = '' },
) => {
  const available = `${label}.available_at`;
  const dataset = tables.relation('dataset/dataset.parquet', {
    example_id: 'string',
    [available]: 'timestamp',
  });
  const rows = LABELLED.map(([split, file]) => {
    const relation = tables.relation(file, {
      example_id: 'string',
      [label]: null,
    });
    const cutoff = literal(parameters.windows[split].label_cutoff);
    return `SELECT example_id, ${identifier(label)} IS NOT NULL AS is_labelled, ${cutoff}::TIMESTAMP AS cutoff FROM ${relation}`;
  });
  const joined = `(
    SELECT s.example_id,
           s.is_labelled AND coalesce(d.available_at <= s.cutoff, false) AS is_mature
      FROM (${rows.join(' UNION ALL ')}) s
      LEFT JOIN (SELECT example_id, ${identifier(available)} AS available_at FROM ${dataset}) d
        ON d.example_id = s.example_id)`;
  return offendersObserved(
    await countOffenders(session, joined, 'NOT is_mature'),
  );
};

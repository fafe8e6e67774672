import {
  splitDocument,
  type SplitDatasetParameters,
  type SplitDocument,
  type SplitWindowRows,
} from '@trainyard/backstage-plugin-ml-training-common';
import { identifier, type Row, type Session } from '../duckdb/session';
import { isKept, isLabelled, isWithin, type Split } from './windows';

/** Counts what becomes of every row of the dataset, in one pass. */
export async function countRows(
  session: Session,
  dataset: string,
  { windows, labels }: Pick<SplitDatasetParameters, 'windows' | 'labels'>,
): Promise<SplitDocument> {
  const columns = (split: Split) => {
    const within = isWithin('prediction_time', windows[split]);
    const kept = isKept(split, windows, labels);
    return [
      count(`${split}_in`, within),
      count(`${split}_unlabelled`, `${within} AND NOT (${isLabelled(labels)})`),
      count(`${split}_out`, kept),
      ...labels.map((label, index) =>
        count(
          `${split}_positives_${index}`,
          `${kept} AND ${identifier(label)}::DOUBLE = 1`,
        ),
      ),
    ];
  };
  const counted = await session.row(
    `SELECT ${[
      'count(*)::DOUBLE AS rows_in',
      ...columns('train'),
      ...columns('validation'),
      ...columns('test'),
    ].join(', ')} FROM ${dataset}`,
  );
  const window = (split: Split): SplitWindowRows => {
    const rows_in = Number(counted[`${split}_in`]);
    const without_label = Number(counted[`${split}_unlabelled`]);
    const rows_out = Number(counted[`${split}_out`]);
    return {
      ...windows[split],
      rows_in,
      without_label,
      immature: rows_in - without_label - rows_out,
      rows_out,
      positives: positives(counted, split, labels),
    };
  };
  const [train, validation, test] = [
    window('train'),
    window('validation'),
    window('test'),
  ];
  const rows_in = Number(counted.rows_in);
  return splitDocument.parse({
    schema_version: 1,
    rows_in,
    outside_windows:
      rows_in - train.rows_in - validation.rows_in - test.rows_in,
    windows: { train, validation, test },
  });
}

function count(name: string, condition: string): string {
  return `count(*) FILTER (${condition})::DOUBLE AS ${name}`;
}

function positives(counted: Row, split: Split, labels: readonly string[]) {
  return Object.fromEntries(
    labels.map((label, index) => [
      label,
      Number(counted[`${split}_positives_${index}`]),
    ]),
  );
}

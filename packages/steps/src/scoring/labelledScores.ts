import { StepFailure } from '@trainyard/runner';
import { identifier, type Session } from '../duckdb/session';

/** Rows of one window, in the order of example_id. */
export interface LabelledScores {
  /** By label. */
  readonly labels: Readonly<Record<string, Uint8Array>>;
  /** By the name of the table and label. */
  readonly scores: Readonly<
    Record<string, Readonly<Record<string, Float64Array>>>
  >;
}

/**
 * Reads labels and what was predicted of them.
 *
 * @param labelTable - as SQL: `example_id` and the labels of one window
 * @param tables - as SQL, by name: `example_id` and a DOUBLE a label, each with a
 *   row for every example
 * @throws StepFailure where a label is neither 0 nor 1, or a row is missing
 */
export async function readLabelledScores(
  session: Session,
  labelTable: string,
  tables: Readonly<Record<string, string>>,
  labels: readonly string[],
): Promise<LabelledScores> {
  const names = Object.keys(tables);
  const columns = labels.flatMap((label, index) => [
    `l.${identifier(label)}::DOUBLE AS label_${index}`,
    ...names.map(
      (_, table) => `t${table}.${identifier(label)} AS score_${table}_${index}`,
    ),
  ]);
  const joins = names.map(
    (name, table) =>
      `LEFT JOIN ${tables[name]} t${table} ON t${table}.example_id = l.example_id`,
  );
  const read = await session.columnDoubles(
    `SELECT ${columns.join(', ')} FROM ${labelTable} l ${joins.join(' ')} ORDER BY l.example_id`,
  );
  const scores = names.map(
    (name, table): [string, Record<string, Float64Array>] => [
      name,
      Object.fromEntries(
        labels.map((label, index) => [
          label,
          requireAll(read[`score_${table}_${index}`], name, label),
        ]),
      ),
    ],
  );
  return {
    labels: Object.fromEntries(
      labels.map((label, index) => [
        label,
        zeroOrOne(read[`label_${index}`], label),
      ]),
    ),
    scores: Object.fromEntries(scores),
  };
}

function requireAll(scores: Float64Array, table: string, label: string) {
  const missing = scores.reduce(
    (n, score) => n + Number(Number.isNaN(score)),
    0,
  );
  if (missing > 0) {
    throw new StepFailure(
      `${table}: ${missing} of ${scores.length} labelled rows have no score of ${label}`,
    );
  }
  return scores;
}

function zeroOrOne(values: Float64Array, label: string): Uint8Array {
  const strange = values.reduce(
    (n, value) => n + Number(value !== 0 && value !== 1),
    0,
  );
  if (strange > 0) {
    throw new StepFailure(
      `${strange} of ${values.length} labels ${label} are neither 0 nor 1. ` +
        'Let the query of the label yield 0 and 1, or false and true.',
    );
  }
  return Uint8Array.from(values);
}

import { z } from 'zod';
import type { Aggregate } from '../../plan/parameters/dataSteps';
import { columnType, type NamedColumn } from '../../plan/parameters/columns';
import { expectation } from '../expectation';
import { duration } from '../instants';
import { column, word } from '../names';
import { sqlText } from './sqlText';
import { join } from './join';

const typedColumns = z
  .record(word, columnType)
  .refine(columns => Object.keys(columns).length > 0, {
    error: expectation(
      'at least one column',
      'Write a name and a type, such as distance: int.',
    ),
  });

const AGGREGATE = /^(?:count|(?:mean|sum)\(\s*[^()\s][^()]*\))$/;

const computation = z.string().regex(AGGREGATE, {
  error: expectation(
    'count, sum(column) or mean(column)',
    'Write one of the three, with a column of the table.',
  ),
});

const from = word.describe('The table whose facts are used.');
const on = join.describe(
  'How an example finds its facts: columns of equal names, or {example column: table column}.',
);

export const columnsView = z.strictObject({
  kind: z
    .literal('columns')
    .describe('Columns that are known with the example itself.'),
  columns: typedColumns.describe(
    'Names and types: int, double, string, bool, timestamp. Features are named as the columns.',
  ),
});

export const asOfView = z.strictObject({
  kind: z
    .literal('as_of')
    .describe(
      'The last fact that had happened and was known at prediction time.',
    ),
  from,
  on,
  columns: typedColumns.describe(
    'Columns of the table and their types. Features are named <view>_<column>.',
  ),
  max_age: duration
    .optional()
    .describe(
      'A fact that happened longer ago counts as unknown. Without it, facts never grow too old.',
    ),
});

export const windowView = z.strictObject({
  kind: z
    .literal('window')
    .describe(
      'Counts, sums and means over the facts of the last hours or days that were known at prediction time.',
    ),
  from,
  on,
  windows: z
    .array(duration)
    .min(1)
    .describe(
      'How far back, such as 3h or 7d. A fact of exactly prediction time does not count; one of exactly the window ago does.',
    ),
  compute: z
    .record(word, computation)
    .refine(compute => Object.keys(compute).length > 0, {
      error: expectation(
        'at least one computation',
        'Write a name and count, sum(column) or mean(column).',
      ),
    })
    .describe(
      'What is computed: count, sum(column), mean(column). Features are named <view>_<name>_<window>; a mean of nothing is null.',
    ),
});

export const sqlView = z.strictObject({
  kind: z.literal('sql').describe("The team's own SELECT."),
  sql: sqlText.meta({
    description:
      'One SELECT over `examples` and the tables, or `{file: …}`. It returns example_id, the columns, and event_time and available_at of the newest fact that contributed.',
    fromFile: true,
  }),
  columns: typedColumns.describe(
    'Columns that the SELECT returns and their types. Features are named <view>_<column>.',
  ),
});

export const view = z.discriminatedUnion('kind', [
  columnsView,
  asOfView,
  windowView,
  sqlView,
]);
export type View = z.output<typeof view>;

export const featureSet = z.record(word, view);
export type FeatureSet = z.output<typeof featureSet>;

/** Feature sets by versioned name; each is a map of views. */
export const features = z.record(word, featureSet);

/** @throws TypeError where the text is no computation */
export function aggregateOf(text: string): Aggregate {
  if (!AGGREGATE.test(text)) throw new TypeError(`not a computation: ${text}`);
  if (text === 'count') return { op: 'count' };
  const open = text.indexOf('(');
  return {
    op: text.startsWith('sum') ? 'sum' : 'mean',
    column: column.parse(text.slice(open + 1, -1).trim()),
  };
}

/**
 * The features that a set yields, sorted by name: the order of the document says
 * nothing. A count is an int; a sum keeps no promise beyond double.
 */
export function featureColumns(set: FeatureSet): NamedColumn[] {
  return Object.entries(set)
    .flatMap(([name, one]) => columnsOfView(name, one))
    .sort((a, b) => Number(a.name > b.name) - Number(a.name < b.name));
}

/** What one view yields, named as `build-features` names it. */
export function columnsOfView(name: string, one: View): NamedColumn[] {
  switch (one.kind) {
    case 'columns':
      return Object.entries(one.columns).map(([own, type]) => ({
        name: own,
        type,
      }));
    case 'window':
      return one.windows.flatMap(label =>
        Object.entries(one.compute).map(([computed, text]): NamedColumn => ({
          name: `${name}_${computed}_${label}`,
          type: text === 'count' ? 'int' : 'double',
        })),
      );
    default:
      return Object.entries(one.columns).map(([own, type]) => ({
        name: `${name}_${own}`,
        type,
      }));
  }
}

import { z } from 'zod';
import { METRIC_NAMES, metricName } from '../../metrics/metricName';
import { expectation } from '../expectation';
import { column, word } from '../names';

const TRAIN_ROWS = /^train_rows\(\s*([^()\s](?:[^()]*[^()\s])?)\s*\)$/;

const rankGroups = z
  .record(word, z.union([z.int().positive(), z.literal('rest')]))
  .refine(hasOneRest, {
    error: expectation(
      'the last rank of each group, and one group for the rest',
      'Write a rank a group, such as {large: 30, medium: 80, small: rest}.',
    ),
  });

const rankSegment = z.strictObject({
  rank_by: z
    .string()
    .regex(TRAIN_ROWS, {
      error: expectation(
        'train_rows(column)',
        'Write the column whose values are ranked, such as train_rows(origin).',
      ),
    })
    .describe(
      'train_rows(column): values of the column ranked by their rows in training, most first.',
    ),
  groups: rankGroups.describe(
    'Group: its last rank, counted from 1, or `rest`.',
  ),
});

const bucketSegment = z.strictObject({
  column: column.describe('A column of the example, a number.'),
  buckets: z
    .array(z.union([z.number(), z.literal('inf'), z.literal('-inf')]))
    .min(2)
    .refine(ascending, {
      error: expectation(
        'edges in ascending order',
        'Sort them; write inf or -inf for an open end.',
      ),
    })
    .describe(
      'Edges of half-open ranges: the low one belongs, the high one does not.',
    ),
});

const valueSegment = z.strictObject({
  column: column.describe('A column of the example: a group for each value.'),
});

export const segment = z.union([rankSegment, bucketSegment, valueSegment]);
export type SegmentEntry = z.output<typeof segment>;

/** What is measured of predictions, and of whom (§18, §19). */
export const evaluation = z.strictObject({
  metrics: z
    .array(metricName)
    .min(1)
    .default([...METRIC_NAMES])
    .describe('What is measured, on raw and on calibrated scores.'),
  primary: metricName.describe('The metric that readers see first.'),
  segments: z
    .record(word, segment)
    .default({})
    .describe('Groups of examples that are measured apart.'),
});
export type Evaluation = z.output<typeof evaluation>;

/** The column that a segment speaks of. */
export function segmentColumn(entry: SegmentEntry): string {
  if ('column' in entry) return entry.column;
  return TRAIN_ROWS.exec(entry.rank_by)?.[1] ?? entry.rank_by;
}

/** The number that an edge means. */
export function edgeOf(edge: number | 'inf' | '-inf'): number {
  if (edge === 'inf') return Infinity;
  return edge === '-inf' ? -Infinity : edge;
}

function ascending(edges: readonly (number | 'inf' | '-inf')[]): boolean {
  return edges.every(
    (edge, i) => i === 0 || edgeOf(edges[i - 1]) < edgeOf(edge),
  );
}

function hasOneRest(
  groups: Readonly<Record<string, number | 'rest'>>,
): boolean {
  const upto = Object.values(groups);
  return (
    upto.filter(rank => rank === 'rest').length === 1 &&
    new Set(upto).size === upto.length
  );
}

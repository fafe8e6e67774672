import { z } from 'zod';
import { column, word } from '../names';
import { sqlText } from './sqlText';

export const table = z.strictObject({
  sql: sqlText.meta({
    description:
      'One SELECT over the sources, or `{file: sql/name.sql}`. It reads nothing else and calls no function whose answer may change.',
    fromFile: true,
  }),
  key: z.array(column).min(1).describe('Columns that name a row.'),
  event_time: column.describe(
    'The column that says when the fact happened, in UTC.',
  ),
  available_at: column.describe(
    'The column that says when the fact was known, in UTC; no feature uses it before.',
  ),
});
export type Table = z.output<typeof table>;

/** Facts made from sources by SELECT, by name. */
export const tables = z.record(word, table);

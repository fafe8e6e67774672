import { z } from 'zod';

/** Types that a feature or a label can have; in a table BIGINT, DOUBLE, VARCHAR, BOOLEAN, TIMESTAMP (UTC). */
export const columnType = z.enum([
  'int',
  'double',
  'string',
  'bool',
  'timestamp',
]);
export type ColumnType = z.output<typeof columnType>;

export const namedColumn = z.strictObject({
  name: z.string(),
  type: columnType,
});
export type NamedColumn = z.output<typeof namedColumn>;

/** `{origin: airport}`: the example's column, then the table's. */
export const joinOn = z.record(z.string(), z.string());

/** Both times of a fact: when it happened, when it was known. */
export const factTimes = {
  event_time: z.string(),
  available_at: z.string(),
};

/** An instant in UTC with milliseconds, as a plan holds it. */
export const planInstant = z.iso.datetime({ precision: 3 });

/** Half-open, `[from, to)`. */
export const instantRange = z.strictObject({
  from: planInstant,
  to: planInstant,
});

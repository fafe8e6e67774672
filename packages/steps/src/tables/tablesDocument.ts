import { z } from 'zod';

/**
 * `tables/tables.json`: what the tables beside it promise, so that whoever reads
 * a fact knows when it happened and when it was known.
 */
export const tablesDocument = z.strictObject({
  schema_version: z.literal(1),
  tables: z.record(
    z.string(),
    z.strictObject({
      key: z.array(z.string()),
      event_time: z.string(),
      available_at: z.string(),
    }),
  ),
});
export type TablesDocument = z.output<typeof tablesDocument>;

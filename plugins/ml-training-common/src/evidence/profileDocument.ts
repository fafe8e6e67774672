import { z } from 'zod';

const count = z.int().nonnegative();

export const sourceProfile = z.strictObject({
  rows: count,
  bytes: count,
  columns: z.array(
    z.strictObject({ name: z.string(), type: z.string(), nulls: count }),
  ),
  key: z.array(z.string()),
  /** Rows beyond the first of their key. */
  key_duplicates: count,
  /** Rows with a null in their key. */
  key_nulls: count,
});
export type SourceProfile = z.output<typeof sourceProfile>;

/** `profile/profile.json`: what was found in the sources. */
export const profileDocument = z.strictObject({
  schema_version: z.literal(1),
  sources: z.record(z.string(), sourceProfile),
});
export type ProfileDocument = z.output<typeof profileDocument>;

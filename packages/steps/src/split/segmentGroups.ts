import { z } from 'zod';

/**
 * `segments/segments.json`: the groups of each segment to which any row belongs,
 * in the order in which readers should meet them; the table beside it cannot
 * tell that large comes before small.
 */
export const segmentGroups = z.strictObject({
  schema_version: z.literal(1),
  segments: z.record(z.string(), z.array(z.string())),
});
export type SegmentGroups = z.output<typeof segmentGroups>;

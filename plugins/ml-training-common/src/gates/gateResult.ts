import { z } from 'zod';

/** What a gate found. `error` and `skipped` are not passes: nobody could look. */
export const gateResult = z.strictObject({
  /** Its id. */
  gate: z.string(),
  severity: z.enum(['critical', 'warning']),
  status: z.enum(['pass', 'warn', 'fail', 'error', 'skipped']),
  /** A metric, or megabytes of 1,000,000 bytes; null where nothing was measured. */
  measured: z.number().nullable(),
  /** In words, such as `at least 0.74`. */
  expected: z.string(),
  /** The worst group of the segment, the one that was measured. */
  group: z.string().nullable(),
  /** Rows that the number rests on. */
  rows: z.int().nonnegative().nullable(),
  /** Why the gate exists. */
  reason: z.string().optional(),
  message: z.string(),
});
export type GateResult = z.output<typeof gateResult>;

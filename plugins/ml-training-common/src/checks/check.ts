import { z } from 'zod';

/** Bounds of a number; a missing side is open. Rates are fractions: 2% is 0.02. */
export const bounds = z.strictObject({
  at_least: z.number().optional(),
  above: z.number().optional(),
  at_most: z.number().optional(),
  below: z.number().optional(),
});
export type Bounds = z.output<typeof bounds>;

export const CHECK_KINDS = [
  'row_count',
  'schema',
  'null_rate',
  'duplicates',
  'range',
  'label_rate',
  'future_feature',
  'label_time',
  'label_maturity',
  'split_order',
] as const;

export const check = z.strictObject({
  /** The expression in its normal form, such as `null_rate(origin_late_share_3h)`; names the result. */
  id: z.string(),
  check: z.enum(CHECK_KINDS),
  /** A split, where the check is not of the whole dataset. */
  split: z.enum(['train', 'validation', 'test']).optional(),
  column: z.string().optional(),
  expect: bounds,
  severity: z.enum(['critical', 'warning']),
  reason: z.string().optional(),
});
export type Check = z.output<typeof check>;

/** What a check found. `error` and `skipped` are not passes: nobody looked. */
export const checkResult = z.strictObject({
  check: z.string(),
  severity: z.enum(['critical', 'warning']),
  status: z.enum(['pass', 'warn', 'fail', 'error', 'skipped']),
  observed: z.number().nullable(),
  /** In words, such as `at least 500000`. */
  expected: z.string(),
  /** Rows looked at, and rows of them that offend. */
  checked: z.int().nonnegative(),
  failed: z.int().nonnegative(),
  /** Keys of at most 20 offending rows; never their values. */
  sample: z.array(z.string()).max(20),
  message: z.string(),
});
export type CheckResult = z.output<typeof checkResult>;

import { z } from 'zod';

export const severity = z
  .enum(['critical', 'warning'])
  .default('critical')
  .describe('`critical` blocks when it does not hold; `warning` is shown.');

export const reason = z
  .string()
  .min(1)
  .optional()
  .describe('Why it exists, told where it blocks.');

/** An expectation as text; src/checks and src/gates know its grammar. */
export const expressionText = z.string().trim().min(1).max(500);

const checkEntry = z.strictObject({
  check: expressionText.describe(
    'The expectation, such as `row_count(train) >= 500000`.',
  ),
  severity,
  reason,
});

/** This pipeline's own checks, beside those that are always on. */
export const checks = z.array(z.union([expressionText, checkEntry]));

const metricGate = z.strictObject({
  gate: expressionText.describe(
    'The rule, such as `auc >= 0.74` or `segment(origin_size).auc >= 0.7`; of the test and calibrated scores unless it says `validation.` or `raw.`.',
  ),
  severity,
  reason,
});

const sizeGate = z.strictObject({
  gate: z.literal('size').describe('The size of the model in the store.'),
  artifact_mb: z
    .number()
    .positive()
    .describe('At most so many megabytes of 1,000,000 bytes.'),
  severity,
  reason,
});

/** Rules that let a model through or block it (§21). */
export const gates = z.array(z.union([expressionText, sizeGate, metricGate]));

export type CheckEntry = z.output<typeof checks>[number];
export type GateEntry = z.output<typeof gates>[number];

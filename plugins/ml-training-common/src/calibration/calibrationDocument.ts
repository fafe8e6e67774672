import { z } from 'zod';

/** `probability = 1 / (1 + exp(−(a · logit(score) + b)))`, the score clipped as for logloss. */
export const plattCurve = z.strictObject({ a: z.number(), b: z.number() });
export type PlattCurve = z.output<typeof plattCurve>;

/** `calibration/calibration.json`: how raw scores become probabilities (§20). */
export const calibrationDocument = z.strictObject({
  schema_version: z.literal(1),
  method: z.literal('platt'),
  /** What the curve is over. */
  input: z.literal('logit of the raw score'),
  labels: z.record(
    z.string(),
    z.strictObject({
      ...plattCurve.shape,
      fitted_on: z.strictObject({
        split: z.literal('validation'),
        rows: z.int().positive(),
        positives: z.int().positive(),
      }),
    }),
  ),
});
export type CalibrationDocument = z.output<typeof calibrationDocument>;

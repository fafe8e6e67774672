import { z } from 'zod';

/** Which code measured. Metrics of two evaluators are not compared. */
export const evaluatorName = z.strictObject({
  name: z.string(),
  version: z.string(),
});
export type EvaluatorName = z.output<typeof evaluatorName>;

/**
 * The code in this room. Raise the version with any change that moves a number:
 * how ties, clipping, bins or sums are done.
 */
export const EVALUATOR: EvaluatorName = { name: 'trainyard', version: '1.0.0' };

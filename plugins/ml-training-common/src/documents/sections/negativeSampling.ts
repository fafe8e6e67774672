import { z } from 'zod';
import { word } from '../names';

/** How examples without a positive outcome are drawn (§11). Accepted; not built yet. */
export const negativeSampling = z.strictObject({
  policy: word.describe('Versioned name of the policy.'),
  seed: z.int().describe('Decides the draw.'),
  negatives_per_positive: z
    .number()
    .positive()
    .describe('Negatives that are kept for each positive.'),
  hard_negative_sources: z
    .array(word)
    .default([])
    .describe('Where hard negatives come from.'),
});
export type NegativeSampling = z.output<typeof negativeSampling>;

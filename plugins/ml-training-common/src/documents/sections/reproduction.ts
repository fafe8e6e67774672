import { z } from 'zod';
import { expectation } from '../expectation';

const band = z
  .strictObject({
    absolute: z
      .number()
      .nonnegative()
      .optional()
      .describe('The metric may differ by so much.'),
    relative: z
      .number()
      .nonnegative()
      .optional()
      .describe('By this fraction of the original: 0.01 is 1 %.'),
  })
  .refine(it => it.absolute !== undefined || it.relative !== undefined, {
    error: expectation(
      'absolute or relative',
      'Write {absolute: 0.002} or {relative: 0.01}.',
    ),
  });

/** How far a repeated run may stray and still count as the same (§15). */
export const reproduction = z.strictObject({
  bands: z
    .record(z.string().min(1), band)
    .default({})
    .describe('Metric: its band. Without one, 1e-9 relative.'),
});
export type Reproduction = z.output<typeof reproduction>;

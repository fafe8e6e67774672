import { z } from 'zod';
import { expectation } from '../expectation';
import { day } from '../instants';
import { column } from '../names';

/** Makes scores probabilities (§20). */
export const calibration = z.strictObject({
  method: z.literal('platt').describe('A logistic curve over the raw score.'),
  data_window: z
    .string()
    .refine(
      text => text === 'validation' || calibrationRange(text) !== undefined,
      {
        error: expectation(
          'validation, or a range of days',
          'Write validation, or the days such as 2001-06-11..2001-06-17.',
        ),
      },
    )
    .default('validation')
    .describe(
      'What it is fitted on: `validation`, or its days as first..last. Never the test.',
    ),
  segments: z
    .array(column)
    .default([])
    .describe('Columns with a curve for each value. Not built yet.'),
  artifact_version: z
    .string()
    .min(1)
    .optional()
    .describe('A name of your own; recorded.'),
});
export type Calibration = z.output<typeof calibration>;

/** First and last day of `2001-06-11..2001-06-17`, both included. */
export function calibrationRange(
  text: string,
): { readonly start: string; readonly end: string } | undefined {
  const [start, end, more] = text.split('..');
  return more === undefined &&
    day.safeParse(start).success &&
    day.safeParse(end).success
    ? { start, end }
    : undefined;
}

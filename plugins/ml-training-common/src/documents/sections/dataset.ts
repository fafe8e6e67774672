import { z } from 'zod';
import { expectation } from '../expectation';
import { day } from '../instants';
import { column, word } from '../names';
import { law } from './laws';

/** What §49 states of a dataset. */
export const datasetLaws = {
  spec_versioned: law('The specification of the dataset has a version.'),
  point_in_time_join: law('No feature knows more than was known then.'),
  quality_gates: law('A dataset is checked before money is spent on training.'),
};

export const dateRange = z.strictObject({
  start: day.describe('First day, from its midnight in UTC.'),
  end: day.describe('Last day, all of it.'),
});

const literal = z.union([z.string(), z.number(), z.boolean()]);

export const baseExamples = z.strictObject({
  source: word.describe(
    'The table, or the source, of which each row is an example.',
  ),
  surface: z
    .string()
    .min(1)
    .optional()
    .describe('Only rows whose column `surface` has this value.'),
  where: z
    .record(column, literal)
    .default({})
    .describe('Only rows whose columns equal these values.'),
  date_range: dateRange.describe(
    'Days of prediction times that belong to the dataset, both included.',
  ),
});

/** Borders of the split (§12): random splits let the future into training. */
export const temporalSplit = z.strictObject({
  type: z
    .literal('temporal')
    .describe(
      'By time. A random split is refused: it shows the model the future.',
    ),
  train_until: day.describe('Last day of training, all of it, in UTC.'),
  validation_until: day.describe('Last day of validation, all of it.'),
  test_until: day.describe('Last day of the test, all of it.'),
  embargo_days: z
    .int()
    .nonnegative()
    .max(3650)
    .default(0)
    .describe(
      'Days cut from the start of validation and of the test, so that no outcome of the window before falls into them.',
    ),
});
export type TemporalSplit = z.output<typeof temporalSplit>;

/** The source of truth of training data (Training Orchestration and Reproducibility §6). */
export const dataset = z.strictObject({
  dataset_name: word.describe('Under this name its versions are bound.'),
  dataset_version: z
    .string()
    .min(1)
    .max(100)
    .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, {
      error: expectation(
        'auto, or a version of letters, digits, dots and dashes',
        'Write auto, or a version such as 20260702_001.',
      ),
    })
    .default('auto')
    .describe(
      '`auto` is the last day and the short key of the work; a version of your own is bound to one content for ever.',
    ),
  base_examples: baseExamples.describe('What an example is.'),
  prediction_time: column.describe(
    'The column of the instant at which the model is asked, in UTC.',
  ),
  feature_set_version: word.describe('The feature set of section features.'),
  labels: z
    .array(word)
    .min(1)
    .describe('The labels of section labels that the model learns.'),
  negative_sampling_policy: word
    .default('none')
    .describe('`none`, or the policy of section negative_sampling.'),
  split: temporalSplit.describe('Where training, validation and test end.'),
  ...datasetLaws,
});
export type Dataset = z.output<typeof dataset>;

import { z } from 'zod';
import { instantRange, planInstant } from '../plan/parameters/columns';

const count = z.int().nonnegative();

/** What became of the rows whose prediction time lies in a window. */
export const splitWindowRows = z
  .strictObject({
    ...instantRange.shape,
    label_cutoff: planInstant,
    rows_in: count,
    /** Dropped: no outcome was found for a label. */
    without_label: count,
    /** Dropped: an outcome was known only after the cut-off. */
    immature: count,
    rows_out: count,
    /** Rows out whose label is 1, by label. */
    positives: z.record(z.string(), count),
  })
  .refine(w => w.rows_in === w.without_label + w.immature + w.rows_out, {
    error: 'rows in must be rows out plus those dropped',
  });
export type SplitWindowRows = z.output<typeof splitWindowRows>;

/** `split/split.json`: the funnel from the dataset to training, validation and test. */
export const splitDocument = z
  .strictObject({
    schema_version: z.literal(1),
    rows_in: count,
    /** Dropped: prediction time in no window, such as an embargo. */
    outside_windows: count,
    windows: z.strictObject({
      train: splitWindowRows,
      validation: splitWindowRows,
      test: splitWindowRows,
    }),
  })
  .refine(
    ({ rows_in, outside_windows, windows: { train, validation, test } }) =>
      rows_in ===
      outside_windows + train.rows_in + validation.rows_in + test.rows_in,
    { error: 'rows in must be those of the windows plus those outside' },
  );
export type SplitDocument = z.output<typeof splitDocument>;

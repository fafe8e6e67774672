import type { Dataset } from '../documents/sections/dataset';
import { endOfDay, instantText, startOfDay } from '../documents/instants';
import type { SplitWindows } from './parameters/dataSteps';

const DAY_MS = 86_400_000;

/**
 * The windows of a temporal split, half-open. A label counts when it was known by
 * the end of its window; those of the test may still come in until `as_of`. The
 * embargo is cut from the start of the later window, so that no outcome of the
 * earlier one falls into it.
 *
 * @param asOf - an instant; the end of the test where the pipeline says none
 */
export function splitWindows(
  { split, base_examples: { date_range: range } }: Dataset,
  asOf: string | undefined,
): SplitWindows {
  const embargo = split.embargo_days * DAY_MS;
  const trainEnd = endOfDay(split.train_until);
  const validationEnd = endOfDay(split.validation_until);
  const testEnd = endOfDay(split.test_until);
  const window = (from: number, to: number, cutoff: number) => ({
    from: instantText(from),
    to: instantText(to),
    label_cutoff: instantText(cutoff),
  });
  return {
    train: window(startOfDay(range.start), trainEnd, trainEnd),
    validation: window(trainEnd + embargo, validationEnd, validationEnd),
    test: window(
      validationEnd + embargo,
      testEnd,
      asOf === undefined ? testEnd : Date.parse(asOf),
    ),
  };
}

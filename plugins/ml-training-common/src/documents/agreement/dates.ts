import type { Finding } from '../reading/finding';
import { whereSound } from '../reading/soundParts';
import { endInstant, endOfDay, instantText, startOfDay } from '../instants';
import type { Dataset } from '../sections/dataset';
import { calibrationRange } from '../sections/calibration';
import type { Specification } from '../specification';

const DAY_MS = 86_400_000;

/** Days follow each other, every window holds at least one, and nothing is asked of the future. */
export function dates(specification: Specification): Finding[] {
  const { dataset } = specification;
  if (dataset === undefined) return [];
  return [
    () => range(dataset),
    () => order(dataset),
    () => insideRange(dataset),
    () => embargo(dataset),
    () => asOf(specification, dataset),
    () => calibrationWindow(specification, dataset),
  ].flatMap(rule => [...whereSound(rule)]);
}

function range({ base_examples: { date_range: days } }: Dataset): Finding[] {
  return days.start <= days.end
    ? []
    : [
        {
          path: ['dataset', 'base_examples', 'date_range', 'end'],
          found: days.end,
          expected: `a day from ${days.start} on`,
          advice: 'Write the first day as start and the last day as end.',
        },
      ];
}

function order({ split }: Dataset): readonly Finding[] {
  const borders = [
    ['train_until', 'validation_until'],
    ['validation_until', 'test_until'],
  ] as const;
  return borders.flatMap(([earlier, later]) =>
    whereSound(() =>
      split[earlier] < split[later]
        ? []
        : [
            {
              path: ['dataset', 'split', later],
              found: split[later],
              expected: `a day after ${earlier}, ${split[earlier]}`,
              advice:
                'Let train_until, validation_until and test_until follow each other in time.',
            },
          ],
    ),
  );
}

function insideRange({ split, base_examples }: Dataset): readonly Finding[] {
  const { start, end } = base_examples.date_range;
  if (start > end) return [];
  const borders = ['train_until', 'validation_until', 'test_until'] as const;
  return borders.flatMap(key =>
    whereSound(() =>
      split[key] >= start && split[key] <= end
        ? []
        : [
            {
              path: ['dataset', 'split', key],
              found: split[key],
              expected: `a day of date_range, ${start} to ${end}`,
              advice: 'Move the border, or widen date_range of base_examples.',
            },
          ],
    ),
  );
}

function embargo({ split }: Dataset): Finding[] {
  const windows = [
    ['validation', split.train_until, split.validation_until],
    ['the test', split.validation_until, split.test_until],
  ] as const;
  return windows
    .filter(([, before, until]) => before < until)
    .filter(
      ([, before, until]) =>
        startOfDay(until) - startOfDay(before) <= split.embargo_days * DAY_MS,
    )
    .slice(0, 1)
    .map(([window, before, until]) => ({
      path: ['dataset', 'split', 'embargo_days'],
      found: String(split.embargo_days),
      expected: `fewer days than ${window} has, ${before} to ${until}`,
      advice: 'Shorten the embargo, or lengthen the window.',
    }));
}

function asOf({ as_of: said }: Specification, dataset: Dataset): Finding[] {
  const { end } = dataset.base_examples.date_range;
  if (said === undefined || endInstant(said) >= endOfDay(end)) return [];
  return [
    {
      path: ['as_of'],
      found: said,
      expected: `an instant not before ${instantText(endOfDay(end))}, the end of date_range`,
      advice:
        'What happens after as_of is not known: move it, or end date_range before.',
    },
  ];
}

/** Fitted on the test, a curve would make the test look better than it is (§20). */
function calibrationWindow(
  { calibration }: Specification,
  { split }: Dataset,
): Finding[] {
  const days = calibration && calibrationRange(calibration.data_window);
  if (
    days === undefined ||
    (days.start <= days.end &&
      days.start > split.train_until &&
      days.end <= split.validation_until)
  ) {
    return [];
  }
  return [
    {
      path: ['calibration', 'data_window'],
      found: calibration?.data_window ?? '',
      expected: `days of validation, after ${split.train_until} up to ${split.validation_until}`,
      advice: 'Write validation.',
    },
  ];
}

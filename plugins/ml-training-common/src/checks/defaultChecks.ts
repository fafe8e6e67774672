import type { NamedColumn } from '../plan/parameters/columns';
import type { Check } from './check';
import { nameText } from './expressionReader';
import { checkOf } from './parseCheck';

/**
 * Checks that are always on (law 5): a pipeline may add to them and cannot take
 * any away.
 */
export function defaultChecks(dataset: {
  readonly labels: readonly string[];
  readonly features: readonly NamedColumn[];
}): Check[] {
  const { labels, features } = dataset;
  return [
    ...(['train', 'validation', 'test'] as const).map(split =>
      checkOf({
        check: `row_count(${split}) > 0`,
        reason: 'Nothing is learned or measured without rows.',
      }),
    ),
    checkOf({
      check: 'schema',
      reason: 'Training and serving must find the columns that were declared.',
    }),
    checkOf({
      check: 'duplicates(example_id)',
      reason: 'An example that is there twice counts twice.',
    }),
    checkOf({
      check: 'future_feature',
      reason:
        'A feature that knows what was known only after the prediction flatters the model in tests and fails it in production.',
    }),
    checkOf({
      check: 'split_order',
      reason: 'A model is judged on rows from after its training.',
    }),
    ...labels.flatMap(label => [
      labelCheck(
        'label_time',
        label,
        'An outcome from before the prediction is no prediction.',
      ),
      labelCheck(
        'label_maturity',
        label,
        'An outcome that was not yet known counts as one that did not happen.',
      ),
    ]),
    ...features.map(({ name }) =>
      checkOf({
        check: `null_rate(${nameText(name)}) < 100%`,
        severity: 'warning',
        reason: 'A feature that never has a value teaches nothing.',
      }),
    ),
  ];
}

function labelCheck(
  kind: 'label_time' | 'label_maturity',
  label: string,
  reason: string,
): Check {
  return checkOf({ check: `${kind}(${nameText(label)})`, reason });
}

import {
  countText,
  figure,
  type Check,
  type CheckResult,
} from '@trainyard/backstage-plugin-ml-training-common';
import { FactTable } from '../tables/FactTable';
import { ResultStatus, worstFirst } from './ResultStatus';

/** What was expected of a dataset and what was found, worst first. */
export function ChecksTable({
  results,
  required = [],
  chosen = null,
}: {
  readonly results: readonly CheckResult[];
  /** The reasons stand with what was asked for. */
  readonly required?: readonly Check[];
  /** Which check the reader came for: it comes first. */
  readonly chosen?: string | null;
}) {
  return (
    <FactTable
      keyOf={({ check, expected }) => `${check} ${expected}`}
      rows={chosenFirst(worstFirst(results), chosen)}
      empty="No check was run."
      columns={[
        {
          heading: 'Check',
          value: ({ check }) =>
            check === chosen ? (
              <mark>
                <code>{check}</code>
              </mark>
            ) : (
              <code>{check}</code>
            ),
        },
        {
          heading: 'Status',
          value: ({ status }) => <ResultStatus status={status} />,
        },
        {
          heading: 'Observed',
          numbers: true,
          value: ({ observed }) => observedText(observed),
        },
        { heading: 'Expected', value: ({ expected }) => expected },
        {
          heading: 'Rows looked at',
          numbers: true,
          value: ({ checked }) => countText(checked),
        },
        {
          heading: 'Offending',
          numbers: true,
          value: ({ failed }) => countText(failed),
        },
        {
          heading: 'Why',
          value: result =>
            required.find(({ id }) => id === result.check)?.reason ??
            (result.status === 'pass' ? '' : result.message),
        },
      ]}
    />
  );
}

/** A count with its thousands told apart, as the counts beside it; a rate with its digits. */
function observedText(observed: number | null): string {
  if (observed === null) return '–';
  return Number.isInteger(observed) && observed >= 0
    ? countText(observed)
    : figure(observed);
}

function chosenFirst(
  results: readonly CheckResult[],
  chosen: string | null,
): CheckResult[] {
  return [
    ...results.filter(({ check }) => check === chosen),
    ...results.filter(({ check }) => check !== chosen),
  ];
}

import { percentText } from '../../checks/bounds';
import type { Check, CheckResult } from '../../checks/check';
import { expectedOf } from '../../checks/judge';
import { CHECK_KIND_FACTS } from '../../checks/checkKinds';
import type { ChecksDocument } from '../../evidence/checksDocument';
import { countText } from '../../metrics/figure';
import type { ReportEvidence } from '../reportEvidence';
import {
  code,
  paragraph,
  text,
  type Block,
  type Cell,
  type Section,
} from '../reportParts';
import { passesLast, statusCell } from './status';

export function checksSection({ checks }: ReportEvidence): Section {
  const heading = { id: 'checks', heading: 'Checks of the dataset' };
  if (!checks) {
    return {
      ...heading,
      blocks: [paragraph('Skipped: there was no dataset to check.')],
    };
  }
  return {
    ...heading,
    blocks: [
      {
        block: 'table',
        caption: `What was expected of the dataset and what was found, judged by rules ${checks.rules.version}; checks that did not pass come first.`,
        columns: [
          { heading: 'Check' },
          { heading: 'Status' },
          { heading: 'Observed', holds: 'numbers' },
          { heading: 'Expected' },
          { heading: 'Rows looked at', holds: 'numbers' },
          { heading: 'Offending', holds: 'numbers' },
          { heading: 'Why it exists' },
        ],
        rows: passesLast(checks.results).map(result =>
          resultRow(result, checks),
        ),
      },
      ...samples(checks.results),
    ],
  };
}

function resultRow(result: CheckResult, { required }: ChecksDocument): Cell[] {
  const check = required.find(
    one => one.id === result.check && expectedOf(one) === result.expected,
  );
  return [
    code(result.check),
    statusCell(result.status),
    text(observedText(result, check)),
    text(result.expected),
    text(countText(result.checked)),
    text(countText(result.failed)),
    text(
      [
        result.severity === 'warning' ? 'Warning only.' : '',
        check?.reason ?? '',
        result.status === 'error' ? result.message : '',
      ]
        .filter(Boolean)
        .join(' '),
    ),
  ];
}

function observedText({ observed }: CheckResult, check?: Check): string {
  if (observed === null) return '–';
  return check && CHECK_KIND_FACTS[check.check].measures === 'rate'
    ? percentText(Number(observed.toPrecision(4)))
    : countText(observed);
}

function samples(results: readonly CheckResult[]): Block[] {
  return results
    .filter(({ status, sample }) => status !== 'pass' && sample.length > 0)
    .map(({ check, sample, failed }) => ({
      block: 'details',
      summary: `Keys of ${sample.length} of the ${countText(failed)} rows that offend ${check}`,
      blocks: [{ block: 'list', items: sample.map(key => [{ code: key }]) }],
    }));
}

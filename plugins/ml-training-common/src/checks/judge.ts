import { tellingFigure } from '../metrics/figure';
import { boundsText, percentText, within } from './bounds';
import type { Check, CheckResult } from './check';
import { CHECK_KIND_FACTS, checkNumberText } from './checkKinds';

export const SAMPLE_SIZE = 20;

/** What a step saw of a check. It measures; whether that is good is decided here. */
export type Measurement =
  | {
      /**
       * A number of rows or a rate, as the kind of check measures; for `range` the
       * number of rows outside. null where it is not defined.
       */
      readonly observed: number | null;
      /** Rows looked at, and rows of them that offend. */
      readonly checked: number;
      readonly failed: number;
      /** Keys of offending rows, never values. */
      readonly sample: readonly string[];
    }
  | { readonly error: string }
  | 'skipped';

const STATUS_OF_FAILURE = { critical: 'fail', warning: 'warn' } as const;

/** Compares what was measured with what was expected. */
export function judge(check: Check, measurement: Measurement): CheckResult {
  const nothing = {
    check: check.id,
    severity: check.severity,
    observed: null,
    expected: expectedOf(check),
    checked: 0,
    failed: 0,
    sample: [],
  };
  if (measurement === 'skipped') {
    return { ...nothing, status: 'skipped', message: 'Nobody looked.' };
  }
  if ('error' in measurement) {
    return { ...nothing, status: 'error', message: measurement.error };
  }
  const { observed, checked, failed, sample } = measurement;
  const seen = {
    ...nothing,
    observed,
    checked,
    failed,
    sample: sample.slice(0, SAMPLE_SIZE),
  };
  if (observed === null || !sawRows(check, checked)) {
    return {
      ...seen,
      observed: null,
      status: 'error',
      message: `There was nothing to measure in ${checked} rows.`,
    };
  }
  const good = meets(check, observed);
  return {
    ...seen,
    status: good ? 'pass' : STATUS_OF_FAILURE[check.severity],
    message: messageOf(check, seen, observed),
  };
}

/** In words, such as `at least 500000`; a part of what names a result. */
export function expectedOf(check: Check): string {
  const text = boundsText(check.expect, checkNumberText(check.check));
  return CHECK_KIND_FACTS[check.check].measures === 'values'
    ? `every value ${text}`
    : text;
}

/** Whether a number that was observed is what the check expects. */
export function meets(check: Check, observed: number): boolean {
  return CHECK_KIND_FACTS[check.check].measures === 'values'
    ? observed === 0
    : within(check.expect, observed);
}

/** A rate of no rows says nothing; a count of offenders among no rows is a true 0. */
function sawRows(check: Check, checked: number): boolean {
  return checked > 0 || CHECK_KIND_FACTS[check.check].measures === 'rows';
}

function messageOf(
  check: Check,
  { checked, failed }: { readonly checked: number; readonly failed: number },
  observed: number,
): string {
  const expected = expectedOf(check);
  switch (CHECK_KIND_FACTS[check.check].measures) {
    case 'values':
      return `${failed} of ${checked} values lie outside; expected ${expected}.`;
    case 'rate':
      return `${rateText(check, observed)} of ${checked} rows; expected ${expected}.`;
    default:
      return check.check === 'row_count'
        ? `${observed} rows; expected ${expected}.`
        : `${observed} of ${checked} rows offend; expected ${expected}.`;
  }
}

function rateText(check: Check, observed: number): string {
  return percentText(
    Number(tellingFigure(observed, shown => meets(check, shown))),
  );
}

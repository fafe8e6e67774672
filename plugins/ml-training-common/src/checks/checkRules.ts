import type { Check, CheckResult } from './check';
import { expectedOf, meets } from './judge';
import type { Blocker, Verdict } from '../evidence/verdict';
import { verdictOf } from '../evidence/verdict';

/** Decides from the required checks and what was found. */
export type CheckRules = (
  required: readonly Check[],
  results: readonly CheckResult[],
) => Verdict;

/** The rules that new evidence is judged by. */
export const CURRENT_CHECK_RULES = '1';

/**
 * Every version there ever was: evidence names the one it was judged by, so that
 * an old verdict can be recomputed. A changed rule gets a new version; an old one
 * is never edited.
 */
export const CHECK_RULES: Readonly<Record<string, CheckRules>> = {
  '1': checksVerdict,
};

/**
 * Blocks unless every critical check was seen to pass. A result counts for a check
 * only where it was judged against the same expectation, and a pass only where the
 * number says so too: removing or bending evidence never turns a block into a pass.
 */
export function checksVerdict(
  required: readonly Check[],
  results: readonly CheckResult[],
): Verdict {
  return verdictOf(
    required
      .filter(({ severity }) => severity === 'critical')
      .flatMap(check => {
        const own = results.filter(result => isOf(check, result));
        return own.length === 0
          ? [missing(check)]
          : own.flatMap(result => blockerOf(check, result));
      }),
  );
}

function isOf(check: Check, result: CheckResult): boolean {
  return result.check === check.id && result.expected === expectedOf(check);
}

function missing(check: Check): Blocker {
  return {
    id: check.id,
    reason: 'is missing',
    message: `There is no result; expected ${expectedOf(check)}.`,
  };
}

const REASON: Record<CheckResult['status'], Blocker['reason'] | undefined> = {
  pass: undefined,
  // A critical check cannot end with a warning: whoever wrote that took its severity away.
  warn: 'failed',
  fail: 'failed',
  error: 'could not be computed',
  skipped: 'was not run',
};

function blockerOf(check: Check, result: CheckResult): Blocker[] {
  const { status, observed, message } = result;
  const bent =
    status === 'pass' && (observed === null || !meets(check, observed));
  const reason = bent ? 'failed' : REASON[status];
  return reason ? [{ id: check.id, reason, message }] : [];
}

import type { Blocker, Verdict } from '../evidence/verdict';
import { verdictOf } from '../evidence/verdict';
import type { Gate } from './gate';
import type { GateResult } from './gateResult';
import {
  CHECKS_GATE,
  expectedOfGate,
  judgeGates,
  letsThrough,
  type GateEvidence,
} from './judgeGates';

/** How one version of the rules judges, and decides from what was found. */
export interface GateRules {
  readonly judge: (
    gates: readonly Gate[],
    evidence: GateEvidence,
  ) => GateResult[];
  readonly decide: (
    gates: readonly Gate[],
    results: readonly GateResult[],
  ) => Verdict;
}

/** The rules that new evidence is judged by. */
export const CURRENT_GATE_RULES = '1';

/**
 * Every version there ever was: evidence names the one it was judged by, so that
 * an old verdict can be recomputed. A changed rule gets a new version; an old one
 * is never edited.
 */
export const GATE_RULES: Readonly<Record<string, GateRules>> = {
  '1': { judge: judgeGates, decide: gatesVerdict },
};

/**
 * Blocks unless the checks and every critical gate were seen to let the model
 * through. A result counts for a gate only where it was judged against the same
 * expectation, and a pass only where the number says so too.
 */
export function gatesVerdict(
  gates: readonly Gate[],
  results: readonly GateResult[],
): Verdict {
  return verdictOf([
    ...blockersOf({ id: CHECKS_GATE }, results),
    ...gates
      .filter(({ severity }) => severity === 'critical')
      .flatMap(gate => blockersOf({ id: gate.id, gate }, results)),
  ]);
}

const REASON: Record<GateResult['status'], Blocker['reason'] | undefined> = {
  pass: undefined,
  // A critical gate cannot end with a warning: whoever wrote that took its severity away.
  warn: 'failed',
  fail: 'failed',
  error: 'could not be computed',
  skipped: 'was not run',
};

function blockersOf(
  { id, gate }: { readonly id: string; readonly gate?: Gate },
  results: readonly GateResult[],
): Blocker[] {
  const own = results.filter(
    result =>
      result.gate === id && (!gate || result.expected === expectedOfGate(gate)),
  );
  if (own.length === 0) {
    const expected = gate ? `; expected ${expectedOfGate(gate)}` : '';
    return [
      { id, reason: 'is missing', message: `There is no result${expected}.` },
    ];
  }
  return own.flatMap(result => {
    const bent = gate && result.status === 'pass' && !shows(gate, result);
    const reason = bent ? 'failed' : REASON[result.status];
    return reason ? [{ id, reason, message: result.message }] : [];
  });
}

function shows(gate: Gate, { measured }: GateResult): boolean {
  return measured !== null && letsThrough(gate, measured);
}

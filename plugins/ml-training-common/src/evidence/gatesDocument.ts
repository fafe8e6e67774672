import { z } from 'zod';
import { gate, type Gate } from '../gates/gate';
import { gateResult } from '../gates/gateResult';
import { CURRENT_GATE_RULES, GATE_RULES } from '../gates/gateRules';
import { recomputedChecksVerdict, type ChecksDocument } from './checksDocument';
import type { EvaluationDocument } from './evaluationDocument';
import { verdict, type Verdict } from './verdict';

/** `gates/gates.json`: what was expected of the model, what was found, and whether it may become a candidate. */
export const gatesDocument = z.strictObject({
  schema_version: z.literal(1),
  rules: z.strictObject({ version: z.string() }),
  gates: z.array(gate),
  results: z.array(gateResult),
  verdict,
});
export type GatesDocument = z.output<typeof gatesDocument>;

/** Documents as they were sealed; what is absent blocks. */
export interface SealedEvidence {
  readonly evaluation?: EvaluationDocument;
  /** Of all files of the model together. */
  readonly modelBytes?: number;
  readonly checks?: ChecksDocument;
}

/** Judges a model by the rules of today. The verdict of the checks is recomputed from their results. */
export function gatesDocumentOf(
  gates: readonly Gate[],
  evidence: SealedEvidence,
): GatesDocument {
  const rules = GATE_RULES[CURRENT_GATE_RULES];
  const results = rules.judge(gates, {
    ...evidence,
    checks: evidence.checks && recomputedChecksVerdict(evidence.checks),
  });
  return {
    schema_version: 1,
    rules: { version: CURRENT_GATE_RULES },
    gates: [...gates],
    results,
    verdict: rules.decide(gates, results),
  };
}

/**
 * The verdict that a document's results give by the rules it names, whatever
 * verdict it states (law 7).
 *
 * @returns undefined where nobody knows these rules any more
 */
export function recomputedGatesVerdict(
  document: GatesDocument,
): Verdict | undefined {
  const { version } = document.rules;
  return Object.hasOwn(GATE_RULES, version)
    ? GATE_RULES[version].decide(document.gates, document.results)
    : undefined;
}

import type { Check } from '../checks/check';
import type { Gate } from '../gates/gate';
import type { GateResult } from '../gates/gateResult';
import { GATE_RULES } from '../gates/gateRules';
import { canonicalJson } from '../json/canonicalJson';
import type { Json } from '../json/json';
import {
  checkDatasetParameters,
  runValidationGatesParameters,
} from '../plan/parameters/modelSteps';
import type { Plan } from '../plan/plan';
import { CHECK_RULES } from '../checks/checkRules';
import type { ChecksDocument } from './checksDocument';
import type { EvaluationDocument } from './evaluationDocument';
import { recomputedGatesVerdict, type GatesDocument } from './gatesDocument';
import { verdictOf, type Blocker, type Verdict } from './verdict';

/** What a plan asks of its dataset and its model; undefined where it has no such step. */
export interface Required {
  readonly checks?: readonly Check[];
  readonly gates?: readonly Gate[];
}

/** Documents as they were sealed; what is absent was skipped or cannot be read. */
export interface EvidenceToJudge {
  readonly required: Required;
  readonly checks?: ChecksDocument;
  readonly gates?: GatesDocument;
  readonly evaluation?: EvaluationDocument;
  /** Of all files of the model together. */
  readonly modelBytes?: number;
}

export interface Judgement {
  /** Null where there is no document, or nobody knows its rules any more. */
  readonly checks: Verdict | null;
  readonly gates: Verdict | null;
  /** What the documents state and the evidence does not bear out, a sentence each. */
  readonly disagreements: readonly string[];
}

/** What the built-in steps of a plan were told to judge by. A bent document can then not leave a rule out. */
export function requiredOf({ steps }: Plan): Required {
  const parametersOf = (name: string) =>
    steps.find(({ builtin }) => builtin?.name === name)?.parameters;
  const checks = parametersOf('check-dataset');
  const gates = parametersOf('run-validation-gates');
  return {
    ...(checks && { checks: checkDatasetParameters.parse(checks).checks }),
    ...(gates && { gates: runValidationGatesParameters.parse(gates).gates }),
  };
}

/**
 * Judges again, by the rules that the documents name, and takes nobody's word: not
 * for the verdict, not for which rules there were, and of the gates not for what
 * they found either, since the evaluation tells (law 7).
 */
export function judgeEvidence(evidence: EvidenceToJudge): Judgement {
  const checks = judgeChecks(evidence);
  const gates = judgeGates(evidence, checks.verdict);
  return {
    checks: checks.verdict,
    gates: gates.verdict,
    disagreements: [...checks.disagreements, ...gates.disagreements],
  };
}

/**
 * Whether a model may become a candidate. What nobody could judge again blocks like
 * what failed, and so does a document that is not borne out.
 */
export function combinedVerdict(
  { checks, gates, disagreements }: Judgement,
  required: Required,
): Verdict {
  return verdictOf([
    ...disagreements.map((message): Blocker => ({
      id: 'evidence',
      reason: 'failed',
      message,
    })),
    ...(required.checks ? blockersOf('checks', checks) : []),
    ...(required.gates ? blockersOf('gates', gates) : []),
  ]);
}

function blockersOf(
  id: 'checks' | 'gates',
  verdict: Verdict | null,
): readonly Blocker[] {
  if (!verdict) {
    return [
      {
        id,
        reason: 'could not be computed',
        message: `There is no ${id}.json whose rules are known here.`,
      },
    ];
  }
  return verdict.verdict === 'passed' ? [] : verdict.because;
}

interface Judged {
  readonly verdict: Verdict | null;
  readonly disagreements: readonly string[];
}

const NOT_JUDGED: Judged = { verdict: null, disagreements: [] };

function judgeChecks({ checks, required }: EvidenceToJudge): Judged {
  if (!checks) return NOT_JUDGED;
  const { version } = checks.rules;
  if (!Object.hasOwn(CHECK_RULES, version)) {
    return unknownRules('checks', version);
  }
  const asked = required.checks ?? checks.required;
  const verdict = CHECK_RULES[version](asked, checks.results);
  return {
    verdict,
    disagreements: [
      ...askedOtherwise('checks', checks.required, asked),
      ...statedOtherwise('checks', checks.verdict, verdict),
    ],
  };
}

function judgeGates(
  { gates, required, evaluation, modelBytes }: EvidenceToJudge,
  checks: Verdict | null,
): Judged {
  if (!gates) return NOT_JUDGED;
  const { version } = gates.rules;
  if (recomputedGatesVerdict(gates) === undefined) {
    return unknownRules('gates', version);
  }
  const rules = GATE_RULES[version];
  const asked = required.gates ?? gates.gates;
  const results = rules.judge(asked, {
    ...(evaluation && { evaluation }),
    ...(modelBytes !== undefined && { modelBytes }),
    ...(checks && { checks }),
  });
  const verdict = rules.decide(asked, results);
  const other = askedOtherwise('gates', gates.gates, asked);
  return {
    verdict,
    disagreements: [
      ...(other.length > 0 ? other : foundOtherwise(gates.results, results)),
      ...statedOtherwise('gates', gates.verdict, verdict),
    ],
  };
}

function unknownRules(of: string, version: string): Judged {
  return {
    verdict: null,
    disagreements: [
      `${of}.json was judged by rules ${version}, which nobody here knows.`,
    ],
  };
}

function askedOtherwise(
  of: 'checks' | 'gates',
  judgedBy: readonly (Check | Gate)[],
  asked: readonly (Check | Gate)[],
): string[] {
  return isSame(judgedBy, asked)
    ? []
    : [`${of}.json was judged by other ${of} than the plan asks for.`];
}

function statedOtherwise(
  of: 'checks' | 'gates',
  stated: Verdict,
  verdict: Verdict,
): string[] {
  return stated.verdict === verdict.verdict
    ? []
    : [
        `${of}.json states ${stated.verdict}, and the evidence says ${verdict.verdict}.`,
      ];
}

/** In the order in which both judged. Words may change with a release; what was found may not. */
function foundOtherwise(
  stated: readonly GateResult[],
  found: readonly GateResult[],
): string[] {
  const withoutWords = ({ message: _, ...rest }: GateResult) => rest;
  const strange = stated.slice(found.length).map(({ gate }) => gate);
  return [
    ...found.flatMap((result, i) =>
      stated[i] && isSame(withoutWords(stated[i]), withoutWords(result))
        ? []
        : [
            `gates.json says ${stated[i]?.status ?? 'nothing'} of ${result.gate}, and the evaluation says ${result.status}.`,
          ],
    ),
    ...strange.map(
      gate => `gates.json tells of ${gate}, which nobody asked for.`,
    ),
  ];
}

function isSame(one: unknown, other: unknown): boolean {
  return canonicalJson(jsonOf(one)) === canonicalJson(jsonOf(other));
}

/** What is undefined was never there. */
function jsonOf(value: unknown): Json {
  return JSON.parse(JSON.stringify(value));
}

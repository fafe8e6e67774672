import { boundsText, margin, within } from '../checks/bounds';
import type { Bounds } from '../checks/check';
import type { EvaluationDocument } from '../evidence/evaluationDocument';
import { blockerText, type Verdict } from '../evidence/verdict';
import { tellingFigure } from '../metrics/figure';
import type { Scores } from '../metrics/scoresOf';
import type { Gate } from './gate';
import type { GateResult } from './gateResult';
import type { MetricGate, SizeGate } from './parseGate';

/** What gates are judged by. What is absent was not measured, and blocks. */
export interface GateEvidence {
  readonly evaluation?: EvaluationDocument;
  readonly modelBytes?: number;
  /** Recomputed from the results of the checks. */
  readonly checks?: Verdict;
}

/** A metric of fewer rows is noise: not enough to let a model through. */
export const MIN_ROWS = 30;

/** Always on: a model of a dataset that did not pass its checks is not let through. */
export const CHECKS_GATE = 'checks';

export function judgeGates(
  gates: readonly Gate[],
  evidence: GateEvidence,
): GateResult[] {
  return [
    judgeChecks(evidence.checks),
    ...gates.map(gate =>
      gate.gate === 'size'
        ? judgeSize(gate, evidence.modelBytes)
        : judgeMetric(gate, evidence.evaluation),
    ),
  ];
}

/** In words; together with the id it names a result. */
export function expectedOfGate(gate: Gate): string {
  return gate.gate === 'size'
    ? `at most ${gate.artifact_mb} MB`
    : boundsText(gate.expect);
}

/** Whether a number is what the gate expects. */
export function letsThrough(gate: Gate, measured: number): boolean {
  return within(expectOf(gate), measured);
}

function expectOf(gate: Gate): Bounds {
  return gate.gate === 'size' ? { at_most: gate.artifact_mb } : gate.expect;
}

function judgeChecks(checks: Verdict | undefined): GateResult {
  const result = {
    gate: CHECKS_GATE,
    severity: 'critical',
    measured: null,
    expected: 'every critical check passed',
    group: null,
    rows: null,
    reason: 'A model is no better than the rows it learned from.',
  } as const;
  if (!checks) {
    return {
      ...result,
      status: 'skipped',
      message: 'There is no verdict of the checks.',
    };
  }
  return checks.verdict === 'passed'
    ? { ...result, status: 'pass', message: 'Every critical check passed.' }
    : {
        ...result,
        status: 'fail',
        message: checks.because.map(blockerText).join(' '),
      };
}

function nothingMeasured(
  gate: Gate,
  status: 'error' | 'skipped',
  message: string,
  rest: Partial<GateResult> = {},
): GateResult {
  return {
    gate: gate.id,
    severity: gate.severity,
    status,
    measured: null,
    expected: expectedOfGate(gate),
    group: null,
    rows: null,
    ...(gate.reason !== undefined && { reason: gate.reason }),
    ...rest,
    message,
  };
}

const STATUS_OF_FAILURE = { critical: 'fail', warning: 'warn' } as const;

function measuredResult(
  gate: Gate,
  measured: number,
  {
    group,
    rows,
  }: { readonly group: string | null; readonly rows: number | null },
): GateResult {
  const good = letsThrough(gate, measured);
  const shown = tellingFigure(measured, value => letsThrough(gate, value));
  const unit = gate.gate === 'size' ? ' MB' : '';
  const where = group === null ? '' : ` in group ${group}`;
  const among = rows === null ? '' : ` (${rows} rows)`;
  return {
    gate: gate.id,
    severity: gate.severity,
    status: good ? 'pass' : STATUS_OF_FAILURE[gate.severity],
    measured,
    expected: expectedOfGate(gate),
    group,
    rows,
    ...(gate.reason !== undefined && { reason: gate.reason }),
    message: `Measured ${shown}${unit}${where}${among}; expected ${expectedOfGate(gate)}.`,
  };
}

function judgeSize(gate: SizeGate, bytes: number | undefined): GateResult {
  return bytes === undefined
    ? nothingMeasured(gate, 'skipped', 'The size of the model is not known.')
    : measuredResult(gate, bytes / 1e6, { group: null, rows: null });
}

interface Place {
  readonly group: string | null;
  readonly scores: Scores;
}

function judgeMetric(
  gate: MetricGate,
  evaluation: EvaluationDocument | undefined,
): GateResult {
  if (!evaluation) {
    return nothingMeasured(gate, 'skipped', 'There is no evaluation.');
  }
  const places = placesOf(gate, evaluation);
  if (typeof places === 'string') {
    return nothingMeasured(gate, 'error', places);
  }
  const results = places.map(place => judgePlace(gate, place));
  return worst(gate, results);
}

/** The rows that a gate speaks of: all of the window, or each group; else what is missing. */
function placesOf(
  gate: MetricGate,
  evaluation: EvaluationDocument,
): readonly Place[] | string {
  const labels = Object.keys(evaluation.labels);
  const label = gate.label ?? (labels.length === 1 ? labels[0] : undefined);
  if (label === undefined) {
    return `The gate names no label, and the evaluation has ${labels.length}: ${labels.join(', ')}.`;
  }
  if (!Object.hasOwn(evaluation.labels, label)) {
    return `The evaluation has no label ${label}.`;
  }
  const scores = evaluation.labels[label][gate.split][gate.scores];
  if (!scores) return `The evaluation has no ${gate.scores} scores.`;
  if (gate.segment === undefined) {
    return [{ group: null, scores: scores.overall }];
  }
  if (!Object.hasOwn(scores.segments, gate.segment)) {
    return `The evaluation has no segment ${gate.segment}.`;
  }
  const groups = scores.segments[gate.segment];
  return groups.length === 0
    ? `Segment ${gate.segment} has no groups.`
    : groups.map(({ group, ...rest }) => ({ group, scores: rest }));
}

function judgePlace(gate: MetricGate, { group, scores }: Place): GateResult {
  const { rows } = scores;
  const where = group === null ? '' : ` in group ${group}`;
  if (rows < MIN_ROWS) {
    return nothingMeasured(
      gate,
      'error',
      `${rows} rows${where} are too few to judge by; expected at least ${MIN_ROWS}.`,
      { group, rows },
    );
  }
  const measured = scores.metrics[gate.metric] ?? null;
  return measured === null
    ? nothingMeasured(
        gate,
        'error',
        `${gate.metric} is not defined for the ${rows} rows${where}.`,
        { group, rows },
      )
    : measuredResult(gate, measured, { group, rows });
}

/** A group that fails before one that nobody could judge; then the one nearest to failing. */
function worst(gate: MetricGate, results: readonly GateResult[]): GateResult {
  const rank = ({ measured }: GateResult): number => {
    if (measured === null) return -1;
    const far = margin(gate.expect, measured);
    return letsThrough(gate, measured) ? far : far - 2;
  };
  return results.reduce((a, b) => (rank(b) < rank(a) ? b : a));
}

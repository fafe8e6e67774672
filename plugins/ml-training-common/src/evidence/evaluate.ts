import { EVALUATOR } from '../metrics/evaluator';
import type { MetricName } from '../metrics/metricName';
import { scoresOf } from '../metrics/scoresOf';
import type {
  EvaluationDocument,
  GroupScores,
  SplitEvaluation,
  WindowScores,
} from './evaluationDocument';

/** Which group each row belongs to. */
export interface SegmentCodes {
  /** In the order in which readers should meet them. */
  readonly names: readonly string[];
  /** A row's index into `names`. */
  readonly codes: Uint8Array | Uint16Array | Uint32Array | Int32Array;
}

/** The rows of one window, each array in the same order: by example_id. */
export interface WindowRows {
  readonly labels: Uint8Array;
  readonly raw: Float64Array;
  readonly calibrated?: Float64Array;
  readonly segments: Readonly<Record<string, SegmentCodes>>;
}

export interface EvaluateInput {
  readonly metrics: readonly MetricName[];
  readonly primary: MetricName;
  readonly labels: Readonly<
    Record<
      string,
      { readonly validation: WindowRows; readonly test: WindowRows }
    >
  >;
}

/**
 * Measures a model: overall and in every group, for raw and calibrated scores.
 * The primary metric is measured also where `metrics` does not name it.
 *
 * @throws RangeError where arrays differ in length, a score is NaN, a label is
 *   neither 0 nor 1, or a row belongs to no group
 */
export function evaluate(input: EvaluateInput): EvaluationDocument {
  const metrics = [...new Set([...input.metrics, input.primary])];
  return {
    schema_version: 1,
    evaluator: EVALUATOR,
    primary: input.primary,
    metrics,
    labels: Object.fromEntries(
      Object.entries(input.labels).map(([label, { validation, test }]) => [
        label,
        {
          validation: evaluateWindow(validation, metrics),
          test: evaluateWindow(test, metrics),
        },
      ]),
    ),
  };
}

function evaluateWindow(
  rows: WindowRows,
  metrics: readonly MetricName[],
): SplitEvaluation {
  const raw = measure(rows.raw, rows, metrics);
  if (!rows.calibrated) return { raw };
  return { raw, calibrated: measure(rows.calibrated, rows, metrics) };
}

function measure(
  scores: Float64Array,
  { labels, segments }: WindowRows,
  metrics: readonly MetricName[],
): WindowScores {
  return {
    overall: scoresOf(scores, labels, metrics, { reliability: true }),
    segments: Object.fromEntries(
      Object.entries(segments).map(([segment, codes]) => [
        segment,
        measureGroups(segment, scores, labels, codes, metrics),
      ]),
    ),
  };
}

function measureGroups(
  segment: string,
  scores: Float64Array,
  labels: Uint8Array,
  { names, codes }: SegmentCodes,
  metrics: readonly MetricName[],
): GroupScores[] {
  const sizes = countRows(segment, codes, names.length, scores.length);
  const groups = sizes.map(size => ({
    scores: new Float64Array(size),
    labels: new Uint8Array(size),
    filled: 0,
  }));
  for (let row = 0; row < codes.length; row++) {
    const group = groups[codes[row]];
    group.scores[group.filled] = scores[row];
    group.labels[group.filled++] = labels[row];
  }
  return groups.map((group, code) => ({
    group: names[code],
    ...scoresOf(group.scores, group.labels, metrics),
  }));
}

function countRows(
  segment: string,
  codes: SegmentCodes['codes'],
  groups: number,
  rows: number,
): number[] {
  if (codes.length !== rows) {
    throw new RangeError(
      `segment ${segment} has ${codes.length} rows: expected ${rows}, as many as scores`,
    );
  }
  const sizes = new Array<number>(groups).fill(0);
  for (const code of codes) {
    if (!(code >= 0 && code < groups)) {
      throw new RangeError(
        `segment ${segment} has a row of group ${code}: expected one of ${groups} groups`,
      );
    }
    sizes[code]++;
  }
  return sizes;
}

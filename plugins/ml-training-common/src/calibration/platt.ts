import { compensatedSum } from '../metrics/compensatedSum';
import { clipped } from '../metrics/logloss';
import { countPositives } from '../metrics/ranking';
import type { PlattCurve } from './calibrationDocument';

export type PlattOutcome =
  | {
      readonly outcome: 'fitted';
      readonly curve: PlattCurve;
      readonly rows: number;
      readonly positives: number;
    }
  | { readonly outcome: 'impossible'; readonly because: string };

const MAX_STEPS = 100;
const SMALLEST_STEP = 1e-10;
/** Keeps the Hessian positive definite, also where all scores are equal. */
const RIDGE = 1e-12;
/** Of the slopes, summed over rows; rounding may end the descent before. */
const FLAT = 1e-9;

/**
 * Fits Platt's curve by Newton's method with backtracking (Lin, Lin and Weng,
 * "A note on Platt's probabilistic outputs for support vector machines", 2007).
 * Targets are smoothed as Platt proposes, (N₊ + 1)/(N₊ + 2) and 1/(N₋ + 2), so
 * that scores which separate the classes do not give infinite slopes.
 *
 * @param scores - probabilities as the model gave them
 * @throws RangeError where lengths differ, a score is NaN or a label is neither 0 nor 1
 */
export function fitPlatt(
  scores: Float64Array,
  labels: Uint8Array,
): PlattOutcome {
  const rows = scores.length;
  const positives = countPositives(scores, labels);
  if (positives === 0 || positives === rows) {
    return {
      outcome: 'impossible',
      because: `${positives} of ${rows} rows have label 1: expected both 0 and 1`,
    };
  }
  const strange = scores.findIndex(score => score < 0 || score > 1);
  if (strange >= 0) {
    return {
      outcome: 'impossible',
      because: `a score is ${scores[strange]}: expected probabilities between 0 and 1`,
    };
  }
  const curve = newton(scores.map(logit), smoothed(labels, positives));
  return curve
    ? { outcome: 'fitted', curve, rows, positives }
    : {
        outcome: 'impossible',
        because: `no curve was found in ${MAX_STEPS} steps`,
      };
}

/** Scores as probabilities. */
export function applyPlatt(
  curve: PlattCurve,
  scores: Float64Array,
): Float64Array {
  return scores.map(score => sigmoid(curve.a * logit(score) + curve.b));
}

function logit(score: number): number {
  const p = clipped(score);
  return Math.log(p) - Math.log1p(-p);
}

/** Never exponentiates a large number, so that no probability is NaN. */
function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
}

function smoothed(labels: Uint8Array, positives: number): Float64Array {
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (labels.length - positives + 2);
  return Float64Array.from(labels, label => (label === 1 ? high : low));
}

/** Minimises the cross-entropy; undefined where it does not get flat. */
function newton(
  x: Float64Array,
  targets: Float64Array,
): PlattCurve | undefined {
  const rows = x.length;
  const mean = compensatedSum(rows, i => targets[i]) / rows;
  let curve: PlattCurve = { a: 0, b: Math.log(mean) - Math.log1p(-mean) };
  let loss = crossEntropy(curve, x, targets);
  for (let step = 0; step < MAX_STEPS; step++) {
    const slope = derivatives(curve, x, targets);
    if (Math.abs(slope.a) < FLAT && Math.abs(slope.b) < FLAT) return curve;
    const next = descend(curve, loss, slope, x, targets);
    // No step lowers the loss any more: as flat as doubles can tell.
    if (!next) return curve;
    ({ curve, loss } = next);
  }
  return undefined;
}

interface Derivatives {
  readonly a: number;
  readonly b: number;
  readonly aa: number;
  readonly ab: number;
  readonly bb: number;
}

function derivatives(
  curve: PlattCurve,
  x: Float64Array,
  targets: Float64Array,
): Derivatives {
  const p = x.map(value => sigmoid(curve.a * value + curve.b));
  const sum = (term: (i: number) => number) => compensatedSum(x.length, term);
  const weight = (i: number) => p[i] * (1 - p[i]);
  return {
    a: sum(i => (p[i] - targets[i]) * x[i]),
    b: sum(i => p[i] - targets[i]),
    aa: RIDGE + sum(i => weight(i) * x[i] * x[i]),
    ab: sum(i => weight(i) * x[i]),
    bb: RIDGE + sum(weight),
  };
}

/** One Newton step, halved until it lowers the loss enough. */
function descend(
  { a, b }: PlattCurve,
  loss: number,
  d: Derivatives,
  x: Float64Array,
  targets: Float64Array,
): { readonly curve: PlattCurve; readonly loss: number } | undefined {
  const determinant = d.aa * d.bb - d.ab * d.ab;
  const da = -(d.bb * d.a - d.ab * d.b) / determinant;
  const db = -(d.aa * d.b - d.ab * d.a) / determinant;
  const steepness = d.a * da + d.b * db;
  for (let size = 1; size >= SMALLEST_STEP; size /= 2) {
    const curve = { a: a + size * da, b: b + size * db };
    const lower = crossEntropy(curve, x, targets);
    if (lower < loss + 1e-4 * size * steepness) return { curve, loss: lower };
  }
  return undefined;
}

/** Written so that neither exponential overflows, whatever the sign. */
function crossEntropy(
  { a, b }: PlattCurve,
  x: Float64Array,
  targets: Float64Array,
): number {
  return compensatedSum(x.length, i => {
    const z = a * x[i] + b;
    return z >= 0
      ? (1 - targets[i]) * z + Math.log1p(Math.exp(-z))
      : -targets[i] * z + Math.log1p(Math.exp(z));
  });
}

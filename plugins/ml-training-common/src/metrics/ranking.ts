/**
 * Scores in ascending order, with equal scores taken together: what AUC and
 * equal-mass bins need. It does not know which row was which, so no order of
 * rows can leak into a metric.
 */
export interface Ranking {
  /** Distinct scores, ascending. */
  readonly scores: Float64Array;
  /** Rows with that score and label 1, and with label 0. */
  readonly positives: Float64Array;
  readonly negatives: Float64Array;
  readonly rows: number;
  readonly positiveRows: number;
}

/**
 * @param labels - 0 or 1, one a score
 * @throws RangeError where lengths differ, a score is NaN or a label is neither 0 nor 1
 */
export function rankingOf(scores: Float64Array, labels: Uint8Array): Ranking {
  const positiveRows = countPositives(scores, labels);
  const ones = new Float64Array(positiveRows);
  const zeros = new Float64Array(scores.length - positiveRows);
  let one = 0;
  let zero = 0;
  for (let i = 0; i < scores.length; i++) {
    if (labels[i] === 1) ones[one++] = scores[i];
    else zeros[zero++] = scores[i];
  }
  // Two native sorts of numbers; sorting pairs by a comparator takes ten times as long.
  return merge(ones.sort(), zeros.sort());
}

/** @throws RangeError as `rankingOf` */
export function countPositives(
  scores: Float64Array,
  labels: Uint8Array,
): number {
  if (scores.length !== labels.length) {
    throw new RangeError(
      `${scores.length} scores, but ${labels.length} labels: expected one label a score`,
    );
  }
  let positives = 0;
  for (let i = 0; i < scores.length; i++) {
    if (Number.isNaN(scores[i])) {
      throw new RangeError(`the score of row ${i} is NaN: expected a number`);
    }
    if (labels[i] > 1) {
      throw new RangeError(
        `the label of row ${i} is ${labels[i]}: expected 0 or 1`,
      );
    }
    positives += labels[i];
  }
  return positives;
}

function merge(ones: Float64Array, zeros: Float64Array): Ranking {
  const rows = ones.length + zeros.length;
  const scores = new Float64Array(rows);
  const positives = new Float64Array(rows);
  const negatives = new Float64Array(rows);
  let groups = 0;
  let one = 0;
  let zero = 0;
  while (one < ones.length || zero < zeros.length) {
    const score =
      zero >= zeros.length || (one < ones.length && ones[one] <= zeros[zero])
        ? ones[one]
        : zeros[zero];
    const fromOne = one;
    const fromZero = zero;
    while (one < ones.length && ones[one] === score) one++;
    while (zero < zeros.length && zeros[zero] === score) zero++;
    scores[groups] = score;
    positives[groups] = one - fromOne;
    negatives[groups] = zero - fromZero;
    groups++;
  }
  return {
    scores: scores.subarray(0, groups),
    positives: positives.subarray(0, groups),
    negatives: negatives.subarray(0, groups),
    rows,
    positiveRows: ones.length,
  };
}

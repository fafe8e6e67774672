import type { Ranking } from './ranking';

/**
 * The share of (positive, negative) pairs in which the positive has the higher
 * score; a tie counts half (the Mann–Whitney statistic). Exact: pairs are counted
 * as integers and divided once, good for up to 2^52 pairs.
 *
 * @returns null where one of the classes is missing
 */
export function auc({
  scores,
  positives,
  negatives,
  rows,
  positiveRows,
}: Ranking): number | null {
  const pairs = positiveRows * (rows - positiveRows);
  if (pairs === 0) return null;
  let below = 0;
  let halves = 0;
  for (let i = 0; i < scores.length; i++) {
    halves += positives[i] * (2 * below + negatives[i]);
    below += negatives[i];
  }
  return halves / (2 * pairs);
}

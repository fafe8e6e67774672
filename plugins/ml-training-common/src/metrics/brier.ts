import { compensatedSum } from './compensatedSum';

/**
 * Mean squared distance of probability and label (Brier 1950, for one class).
 *
 * @param scores - probabilities
 * @returns null without rows
 */
export function brier(scores: Float64Array, labels: Uint8Array): number | null {
  if (scores.length === 0) return null;
  const sum = compensatedSum(
    scores.length,
    i => (scores[i] - labels[i]) * (scores[i] - labels[i]),
  );
  return sum / scores.length;
}

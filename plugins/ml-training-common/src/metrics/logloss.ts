import { compensatedSum } from './compensatedSum';

/** No probability counts as closer than this to 0 or 1: one sure mistake would else cost infinity. */
export const CLIP = 1e-15;

export function clipped(probability: number): number {
  return Math.min(Math.max(probability, CLIP), 1 - CLIP);
}

/**
 * Mean of −ln(probability given to what happened), in nats, with probabilities
 * clipped to [1e-15, 1 − 1e-15].
 *
 * @param scores - probabilities
 * @returns null without rows
 */
export function logloss(
  scores: Float64Array,
  labels: Uint8Array,
): number | null {
  if (scores.length === 0) return null;
  const sum = compensatedSum(scores.length, i => {
    const p = clipped(scores[i]);
    return labels[i] === 1 ? -Math.log(p) : -Math.log1p(-p);
  });
  return sum / scores.length;
}

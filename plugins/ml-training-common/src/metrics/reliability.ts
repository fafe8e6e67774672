import { z } from 'zod';
import { compensatedSum } from './compensatedSum';
import type { Ranking } from './ranking';

export const BINS = 15;

/** Rows of about one score: what was said of them, and what happened. */
export const reliabilityBin = z.strictObject({
  rows: z.int().positive(),
  /** Mean score. */
  predicted: z.number(),
  /** Share of label 1. */
  observed: z.number(),
});
export type ReliabilityBin = z.output<typeof reliabilityBin>;

/**
 * Bins of about equally many rows, ascending by score. Rows of one score share a
 * bin, namely the one in which the middle of their ranks falls, so that neither
 * bins nor ECE depend on the order of rows. Bins that stay empty are left out.
 */
export function reliabilityBins(
  ranking: Ranking,
  bins: number = BINS,
): ReliabilityBin[] {
  const { scores, positives, negatives, rows } = ranking;
  const binOfGroup: number[][] = Array.from({ length: bins }, () => []);
  let before = 0;
  for (let group = 0; group < scores.length; group++) {
    const size = positives[group] + negatives[group];
    // Twice the middle of ranks before … before + size − 1, to stay with integers.
    const middle = 2 * before + size - 1;
    binOfGroup[Math.floor((bins * middle) / (2 * rows))].push(group);
    before += size;
  }
  return binOfGroup
    .filter(groups => groups.length > 0)
    .map(groups => {
      const size = (i: number) => positives[groups[i]] + negatives[groups[i]];
      const count = compensatedSum(groups.length, size);
      const ones = compensatedSum(groups.length, i => positives[groups[i]]);
      const total = compensatedSum(
        groups.length,
        i => scores[groups[i]] * size(i),
      );
      return { rows: count, predicted: total / count, observed: ones / count };
    });
}

/**
 * Expected calibration error: the mean, over rows, of the distance between what
 * their bin was told and what happened in it. Biased upwards in small samples.
 *
 * @returns null without rows
 */
export function ece(bins: readonly ReliabilityBin[]): number | null {
  const rows = bins.reduce((sum, bin) => sum + bin.rows, 0);
  if (rows === 0) return null;
  const distance = compensatedSum(
    bins.length,
    i => bins[i].rows * Math.abs(bins[i].predicted - bins[i].observed),
  );
  return distance / rows;
}

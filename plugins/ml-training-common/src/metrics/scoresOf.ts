import { z } from 'zod';
import { auc } from './auc';
import { brier } from './brier';
import { logloss } from './logloss';
import { metricName, type MetricName } from './metricName';
import { rankingOf, type Ranking } from './ranking';
import { ece, reliabilityBin, reliabilityBins } from './reliability';

/** What was measured of a set of rows. */
export const scores = z.strictObject({
  rows: z.int().nonnegative(),
  positives: z.int().nonnegative(),
  /** null where the metric is not defined for these rows: never a guess, and never a pass. */
  metrics: z.partialRecord(metricName, z.number().nullable()),
  reliability: z.array(reliabilityBin).optional(),
});
export type Scores = z.output<typeof scores>;

interface Measured {
  readonly scores: Float64Array;
  readonly labels: Uint8Array;
  readonly ranking: Ranking;
}

const FORMULAS: Record<
  MetricName,
  {
    /** What the formula takes a score for; a score outside [0, 1] is no probability. */
    readonly takes: 'any score' | 'a probability';
    readonly measure: (measured: Measured) => number | null;
  }
> = {
  auc: { takes: 'any score', measure: ({ ranking }) => auc(ranking) },
  base_rate: {
    takes: 'any score',
    measure: ({ ranking: { rows, positiveRows } }) =>
      rows === 0 ? null : positiveRows / rows,
  },
  logloss: {
    takes: 'a probability',
    measure: it => logloss(it.scores, it.labels),
  },
  brier: { takes: 'a probability', measure: it => brier(it.scores, it.labels) },
  ece: {
    takes: 'a probability',
    measure: ({ ranking }) => ece(reliabilityBins(ranking)),
  },
};

/**
 * Measures rows. Rows are taken in the given order, which callers fix (by
 * example_id), so that equal inputs give equal bits.
 *
 * @param labels - 0 or 1, one a score
 * @throws RangeError where lengths differ, a score is NaN or a label is neither 0 nor 1
 */
export function scoresOf(
  values: Float64Array,
  labels: Uint8Array,
  metrics: readonly MetricName[],
  options: { readonly reliability?: boolean } = {},
): Scores {
  const ranking = rankingOf(values, labels);
  const measured = { scores: values, labels, ranking };
  const probabilities = areProbabilities(ranking);
  const measure = (name: MetricName): number | null => {
    const { takes, measure: formula } = FORMULAS[name];
    return probabilities || takes === 'any score' ? formula(measured) : null;
  };
  return {
    rows: ranking.rows,
    positives: ranking.positiveRows,
    metrics: Object.fromEntries(metrics.map(name => [name, measure(name)])),
    ...(options.reliability &&
      probabilities && { reliability: reliabilityBins(ranking) }),
  };
}

function areProbabilities({ scores: sorted }: Ranking): boolean {
  return (
    sorted.length === 0 || (sorted[0] >= 0 && sorted[sorted.length - 1] <= 1)
  );
}

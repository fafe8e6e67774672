import {
  figure,
  type RunMark,
} from '@trainyard/backstage-plugin-ml-training-common';

/** The headline of a pipeline's runs over time. */
export interface Trend {
  readonly metric: string;
  readonly better: 'higher' | 'lower' | 'neither';
  /** Oldest first; at least one. */
  readonly values: readonly number[];
}

/**
 * The newest run's headline and its values before; runs that measured nothing or
 * another metric are left out.
 *
 * @param runs newest first
 */
export function qualityTrend(runs: readonly RunMark[]): Trend | undefined {
  const newest = runs.find(({ headline }) => headline !== null)?.headline;
  if (!newest) return undefined;
  const { metric, better } = newest;
  const values = runs.flatMap(({ headline }) =>
    headline?.metric === metric ? [headline.value] : [],
  );
  return { metric, better, values: values.reverse() };
}

/** `auc 0.7421 now; between 0.7398 and 0.7421 over 12 runs` */
export function trendText({ metric, values }: Trend): string {
  const now = `${metric} ${figure(values[values.length - 1])} now`;
  if (values.length === 1) return `${now}; measured once`;
  const least = figure(Math.min(...values));
  const most = figure(Math.max(...values));
  return least === most
    ? `${now}; the same over ${values.length} runs`
    : `${now}; between ${least} and ${most} over ${values.length} runs`;
}

import { z } from 'zod';

/** What evaluate-model can measure of a binary label. */
export const METRIC_NAMES = [
  'auc',
  'logloss',
  'brier',
  'base_rate',
  'ece',
] as const;
export const metricName = z.enum(METRIC_NAMES);
export type MetricName = z.output<typeof metricName>;

export const BETTER: Record<MetricName, 'higher' | 'lower' | 'neither'> = {
  auc: 'higher',
  logloss: 'lower',
  brier: 'lower',
  base_rate: 'neither',
  ece: 'lower',
};

import { BETTER, METRIC_NAMES } from '../metrics/metricName';

export type Better = 'higher' | 'lower' | 'neither';

/** A metric of the evaluation, such as `test.calibrated.auc(late_v1)`, and what it measures. */
const EVALUATED = /^(?:validation|test)\.\w+\.(\w+)/;

export function isEvaluated(metric: string): boolean {
  return EVALUATED.test(metric);
}

/** Which way is good; null for a command's own metric, of which nobody here knows. */
export function betterDirection(name: string): Better | null {
  const [, measures] = EVALUATED.exec(name) ?? [];
  const metric = METRIC_NAMES.find(known => known === measures);
  return metric ? BETTER[metric] : null;
}

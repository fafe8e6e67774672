import { lastValues } from '../reproduction/reproducedStep';
import type { MetricPoint } from '../runs/records';

/**
 * What a step reported under the names that a run has for them: those of the
 * evaluation as they are, others under the name of their step.
 */
export function stepMetrics(
  step: string,
  points: readonly MetricPoint[],
): {
  /** The newest value of each. */
  readonly latest: Readonly<Record<string, number>>;
  /** Points of curves: those that tell their training step. */
  readonly curve: readonly MetricPoint[];
} {
  const prefix = step === 'evaluate-model' ? '' : `${step}.`;
  const named = points.map(point => ({
    ...point,
    name: `${prefix}${point.name}`,
  }));
  return {
    latest: Object.fromEntries(lastValues(named)),
    curve: named.filter(({ step: at }) => at !== undefined),
  };
}

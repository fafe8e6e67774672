import type { ArtifactStore } from '@trainyard/artifacts';
import type {
  AttemptEnd,
  MetricPoint,
} from '@trainyard/backstage-plugin-ml-training-common';

/**
 * The metrics of a run by name: those of the evaluation as they are, such as
 * `test.calibrated.auc`, and the last value of what a command reported under the
 * name of its step, such as `train-model.validation_auc`.
 */
export async function runMetrics(
  store: ArtifactStore,
  { run, attempt, steps }: AttemptEnd,
): Promise<Readonly<Record<string, number>>> {
  const metrics: Record<string, number> = {};
  for (const { id } of steps) {
    const manifest = await store.runs.findStep(run, attempt, id);
    const prefix = id === 'evaluate-model' ? '' : `${id}.`;
    for (const point of lastPoints(manifest?.metrics ?? [])) {
      metrics[prefix + point.name] = point.value;
    }
  }
  return metrics;
}

/** A later point of the same name replaces an earlier one. */
export function lastPoints(points: readonly MetricPoint[]): MetricPoint[] {
  return [...new Map(points.map(point => [point.name, point])).values()];
}

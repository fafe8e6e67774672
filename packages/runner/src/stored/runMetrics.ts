import type { ArtifactStore } from '@trainyard/artifacts';
import {
  lastValues,
  type AttemptEnd,
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
    for (const [name, value] of lastValues(manifest?.metrics ?? [])) {
      metrics[prefix + name] = value;
    }
  }
  return metrics;
}

import type { ArtifactStore } from '@trainyard/artifacts';
import {
  reproducedStep,
  type ReproducedStep,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { StoredRun } from './storedRun';

/** The steps of a run as a reproduction compares them. */
export async function reproducedSteps(
  store: ArtifactStore,
  { end, plan }: StoredRun,
): Promise<ReproducedStep[]> {
  const steps: ReproducedStep[] = [];
  for (const step of plan.steps) {
    const { run, attempt } = end;
    steps.push(
      reproducedStep(step, await store.runs.findStep(run, attempt, step.name)),
    );
  }
  return steps;
}

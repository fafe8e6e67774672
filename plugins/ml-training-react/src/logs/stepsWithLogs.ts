import type { StepView } from '@trainyard/backstage-plugin-ml-training-common';

/** Names of the steps that wrote something, in the order in which they began. */
export function stepsWithLogs(steps: readonly StepView[]): readonly string[] {
  return steps
    .filter(({ hasLog }) => hasLog)
    .map((step, i) => ({ step, i }))
    .sort(
      (a, b) =>
        (a.step.startedAt ?? '').localeCompare(b.step.startedAt ?? '') ||
        a.i - b.i,
    )
    .map(({ step }) => step.name);
}

import type { StepView } from '@trainyard/backstage-plugin-ml-training-common';

/** The log to open where the address names none: of what failed, else of what began last. */
export function telling(
  steps: readonly StepView[],
  withLogs: readonly string[],
): string {
  const failed = steps.find(
    ({ name, state }) =>
      (state === 'failed' || state === 'blocked') && withLogs.includes(name),
  );
  return failed?.name ?? withLogs[withLogs.length - 1];
}

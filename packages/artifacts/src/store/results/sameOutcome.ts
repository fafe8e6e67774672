import type { StepResult } from '@trainyard/backstage-plugin-ml-training-common';

/**
 * Whether two results of one identity say the same: equal verdicts, and for each
 * output equal rows where both know them, else equal bytes. Metrics are left out: a
 * command may report how long it took.
 */
export function sameOutcome(a: StepResult, b: StepResult): boolean {
  const outputs = new Set([
    ...Object.keys(a.outputs),
    ...Object.keys(b.outputs),
  ]);
  return (
    a.verdict === b.verdict &&
    [...outputs].every(output => sameOutput(a, b, output))
  );
}

function sameOutput(a: StepResult, b: StepResult, output: string): boolean {
  const there =
    a.outputs[output] !== undefined && b.outputs[output] !== undefined;
  const [left, right] = [a.logical[output], b.logical[output]];
  return left !== undefined && right !== undefined
    ? there && left === right
    : a.outputs[output] === b.outputs[output];
}

import type { StepResult } from '@trainyard/backstage-plugin-ml-training-common';
import { manifestHead, type Attempt, type ResolvedStep } from './attempt';
import { bindNames } from './bindNames';
import type { EndedStep } from './endedStep';
import { hint } from './hint';
import type { RunPorts } from './runPorts';

/** Takes a sealed result for the step's own, and says whose it is. */
export async function adoptResult(
  attempt: Attempt,
  resolved: ResolvedStep,
  result: StepResult,
  ports: RunPorts,
): Promise<EndedStep> {
  const { step, identity } = resolved;
  const at = ports.now().toISOString();
  const problem = await bindNames(ports.store, attempt.plan, step, result);
  const because = problem ? [problem] : result.because;
  await ports.store.runs.sealStep({
    ...manifestHead(attempt, resolved, ports),
    try: 1,
    verdict: problem ? 'failed' : result.verdict,
    because,
    outputs: result.outputs,
    logical: result.logical,
    metrics: result.metrics,
    reused_from: result.made_by,
    isolation: [],
    measurements: {
      wall_seconds: 0,
      cpu_seconds: null,
      peak_memory_bytes: null,
    },
    exit_code: null,
    started_at: at,
    ended_at: at,
  });
  hint(ports, attempt, 'step ended', step.name);
  // A block that is reused is still a block.
  const adopted = result.verdict === 'blocked' ? 'blocked' : 'reused';
  return {
    id: step.name,
    identity,
    status: problem ? 'failed' : adopted,
    measured: step.measured,
    outputs: result.outputs,
    seconds: 0,
    because,
  };
}

import type {
  StepManifest,
  StepResult,
} from '@trainyard/backstage-plugin-ml-training-common';
import { manifestHead, type Attempt, type ResolvedStep } from './attempt';
import { bindNames } from './bindNames';
import { endedByManifest, type EndedStep } from './endedStep';
import { hint } from './hint';
import type { RunPorts } from './runPorts';

/** Takes a sealed result for the step's own, and says whose it is. */
export async function adoptResult(
  attempt: Attempt,
  resolved: ResolvedStep,
  result: StepResult,
  ports: RunPorts,
  nth = 1,
): Promise<EndedStep> {
  const { step } = resolved;
  const at = ports.now().toISOString();
  const problem = await bindNames(ports.store, attempt.plan, step, result);
  const manifest: StepManifest = {
    ...manifestHead(attempt, resolved, ports),
    try: nth,
    verdict: problem ? 'failed' : result.verdict,
    because: problem ? [problem] : result.because,
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
  };
  await ports.store.runs.sealStep(manifest);
  hint(ports, attempt, 'step ended', step.name);
  return endedByManifest(step, manifest);
}

import {
  resolvedIdentity,
  type Digest,
  type PlanStep,
} from '@trainyard/backstage-plugin-ml-training-common';
import { adoptResult } from './adoptResult';
import type { Attempt } from './attempt';
import type { EndedStep } from './endedStep';
import { findReusable } from './reuse';
import type { RunPorts } from './runPorts';
import { tryStep } from './tryStep';

/**
 * Runs one step to its end: adopts a sealed result where there is one, else
 * works, as often as it may.
 *
 * @param began - told before each try, with its number
 */
export async function executeStep(
  attempt: Attempt,
  step: PlanStep,
  inputs: Readonly<Record<string, Digest>>,
  ports: RunPorts,
  began: (nth: number) => void,
): Promise<EndedStep> {
  const identity = resolvedIdentity(step, inputs);
  const resolved = { step, identity, inputs };
  const reusable = await findReusable(ports.store, attempt, step, identity);
  if (reusable) return adoptResult(attempt, resolved, reusable, ports);

  for (let nth = 1; ; nth++) {
    began(nth);
    const ended = await tryStep(attempt, resolved, nth, ports);
    const again =
      ended.status === 'failed' && nth <= step.retries && !ports.signal.aborted;
    if (!again) return ended;
  }
}

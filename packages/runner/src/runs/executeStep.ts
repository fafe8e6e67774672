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

/** What has become of a step before, in the same attempt. */
export interface EarlierTries {
  /** Tries that were begun, whatever came of them. */
  readonly begun: number;
  /** Those of them that failed by a fault of the step's own. */
  readonly failed: number;
}

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
  earlier: EarlierTries = { begun: 0, failed: 0 },
): Promise<EndedStep> {
  const identity = resolvedIdentity(step, inputs);
  const resolved = { step, identity, inputs };
  const reusable = await findReusable(ports.store, attempt, step, identity);
  if (reusable) {
    return adoptResult(attempt, resolved, reusable, ports, earlier.begun + 1);
  }

  for (let further = 1; ; further++) {
    const nth = earlier.begun + further;
    began(nth);
    const ended = await tryStep(attempt, resolved, nth, ports);
    const again =
      ended.status === 'failed' &&
      earlier.failed + further <= step.retries &&
      !ports.signal.aborted;
    if (!again) return ended;
  }
}

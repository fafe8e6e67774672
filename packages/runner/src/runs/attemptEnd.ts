import type { AttemptEnd } from '@trainyard/backstage-plugin-ml-training-common';
import type { Attempt } from './attempt';
import type { EndedStep } from './endedStep';
import { hint } from './hint';
import type { RunPorts } from './runPorts';

/** Writes how an attempt ended, once all its steps have, and waits for what goes on beside them. */
export async function endAttempt(
  attempt: Attempt,
  steps: readonly EndedStep[],
  status: AttemptEnd['status'],
  ports: Pick<RunPorts, 'store' | 'now'>,
): Promise<AttemptEnd> {
  const end: AttemptEnd = {
    schema_version: 1,
    run: attempt.run,
    attempt: attempt.attempt,
    status,
    steps: [...steps],
    ended_at: ports.now().toISOString(),
  };
  await ports.store.runs.endAttempt(end);
  hint(ports, attempt, 'attempt ended');
  await attempt.aside.settle();
  return end;
}

/** A fault outweighs a decision: a run with both is in need of repair. */
export function statusOf(
  steps: readonly EndedStep[],
  stopped: boolean,
): AttemptEnd['status'] {
  const has = (status: EndedStep['status']) =>
    steps.some(step => step.status === status);
  // What was killed in the midst failed only because somebody stopped the run.
  if (stopped && (has('failed') || has('skipped'))) return 'stopped';
  if (has('failed')) return 'failed';
  return has('blocked') ? 'blocked' : 'succeeded';
}

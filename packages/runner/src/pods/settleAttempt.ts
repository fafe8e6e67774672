import type { AttemptEnd } from '@trainyard/backstage-plugin-ml-training-common';
import { statusOf } from '../runs/attemptEnd';
import type { ResolvedStep } from '../runs/attempt';
import {
  endedByManifest,
  skippedStep,
  type EndedStep,
} from '../runs/endedStep';
import { notPerformed } from '../runs/notPerformed';
import { sealTry } from '../runs/sealTry';
import { endCommand } from './endCommand';
import { endOnce, findEnd, isStopped } from './endOnce';
import { withPod, type Pod, type PodAttempt, type Refused } from './openPod';
import { orTheirs } from './orTheirs';
import { LOST } from './performStaged';
import type { PodPorts } from './podPorts';
import { tellEnd } from './tellEnd';
import { walkPlan } from './walkPlan';

export type SettleOutcome =
  | { readonly outcome: 'settled'; readonly end: AttemptEnd }
  /** Nothing of it was executed, so there is nothing to end. */
  | { readonly outcome: 'never claimed' }
  | { readonly outcome: 'claimed by another'; readonly host: string }
  | Refused;

/**
 * Sees that an attempt whose workflow is over has its end: seals what commands have
 * completed, records the tries that were cut off, and skips the rest. An end that
 * is there stays. To be called when none of its pods runs any more.
 */
export async function settleAttempt(
  request: PodAttempt,
  ports: PodPorts,
): Promise<SettleOutcome> {
  const { run, attempt, host } = request;
  return withPod<SettleOutcome>(request, ports, async pod => {
    const claim = await ports.store.runs.findAttempt(run, attempt);
    if (!claim) return { outcome: 'never claimed' };
    if (claim.host !== host) {
      return { outcome: 'claimed by another', host: claim.host };
    }
    const before = await findEnd(pod);
    if (before) return { outcome: 'settled', end: before };
    return { outcome: 'settled', end: await settle(pod) };
  });
}

async function settle(pod: Pod): Promise<AttemptEnd> {
  const stopped = await isStopped(pod);
  const ended = await walkPlan(pod, {
    isOver: () => true,
    act: (resolved, position) => act(pod, resolved, position),
  });
  const because = stopped
    ? 'the run was stopped'
    : 'its workflow ended before it';
  const { steps } = pod.attempt.plan;
  const cutOff = steps.some(({ name }) => !ended.has(name));
  const all = steps.map(
    step => ended.get(step.name) ?? skippedStep(step, because),
  );
  const status = statusOf(all, stopped);
  // What was left out was not left out by a decision of any step.
  return endOnce(pod, all, cutOff && !stopped ? 'failed' : status);
}

async function act(
  pod: Pod,
  resolved: ResolvedStep,
  position: number,
): Promise<EndedStep | undefined> {
  const { attempt, ports } = pod;
  const { step } = resolved;
  const { runs } = ports.store;
  const of = [attempt.run, attempt.attempt, step.name] as const;
  const begun = await runs.findBegun(...of);
  if (!begun) return undefined;
  if (step.command) {
    return tellEnd(pod, await endCommand(pod, resolved), position);
  }
  const performed = notPerformed([`${LOST} what came of it`]);
  const times = { startedAt: begun.at };
  const log = async () => undefined;
  await orTheirs(() =>
    sealTry(attempt, resolved, begun.try, performed, times, log, ports),
  );
  const manifest = await runs.findStep(...of);
  return manifest && tellEnd(pod, endedByManifest(step, manifest), position);
}

import type {
  AttemptEnd,
  PlanStep,
  PodAnswer,
  PodRequest,
  PodWork,
} from '@trainyard/backstage-plugin-ml-training-common';
import { statusOf } from '../runs/attemptEnd';
import { adoptResult } from '../runs/adoptResult';
import type { ResolvedStep } from '../runs/attempt';
import { endedByManifest, type EndedStep } from '../runs/endedStep';
import { executeStep } from '../runs/executeStep';
import { findReusable } from '../runs/reuse';
import { claimForPod } from './claimForPod';
import { endCommand, type Reported } from './endCommand';
import { endOnce, findEnd, isStopped, whyCalledOff } from './endOnce';
import { withPod, type Pod, type Refused } from './openPod';
import { orTheirs } from './orTheirs';
import type { PodPorts } from './podPorts';
import { stepsBefore } from './stepsBefore';
import { tellEnd } from './tellEnd';
import { walkPlan } from './walkPlan';

export type BuiltinWork = Extract<PodWork, { kind: 'builtin' }>;

export type PodOutcome =
  | {
      readonly outcome: 'done';
      /** For each pod that is to be told: whether it has anything to do. */
      readonly answers: ReadonlyMap<string, PodAnswer>;
    }
  /** That is recorded, or another workflow's to record: trying again changes nothing. */
  | { readonly outcome: 'attempt failed'; readonly because: string }
  | Refused;

/**
 * What a pod of built-in steps does: claims the attempt, seals what commands before
 * it left, adopts what is sealed already, executes its own steps and, where every
 * step has its end, ends the attempt. Cut off at any point and started again it
 * comes to the same.
 *
 * @param reported - which try Argo deems successful, of each command that is sealed here
 */
export async function executePod(
  request: PodRequest & { readonly work: BuiltinWork },
  reported: ReadonlyMap<string, Reported>,
  ports: PodPorts,
): Promise<PodOutcome> {
  const { work } = request;
  return withPod<PodOutcome>(request, ports, async pod => {
    // Before it is claimed: whoever stops an attempt that never began has nobody else to end it.
    if (await isStopped(pod)) {
      return {
        outcome: 'attempt failed',
        because: `attempt ${request.attempt} of ${request.run} is being stopped`,
      };
    }
    const claim = await claimForPod(pod);
    if (claim.outcome === 'taken') {
      return {
        outcome: 'attempt failed',
        because: `attempt ${request.attempt} of ${request.run} is being executed by ${claim.by}`,
      };
    }
    const before = await findEnd(pod);
    if (before) return outcomeOf(pod, work, new Map(), before);
    const ended = await walkPlan(pod, {
      isOver: overFor(pod, work),
      act: (resolved, position) => act(pod, work, reported, resolved, position),
    });
    const { steps } = pod.attempt.plan;
    const end = steps.every(({ name }) => ended.has(name))
      ? await endOnce(
          pod,
          [...ended.values()],
          statusOf([...ended.values()], false),
        )
      : await findEnd(pod);
    const because = end ? undefined : await whyCalledOff(pod);
    return because === undefined
      ? outcomeOf(pod, work, ended, end)
      : { outcome: 'attempt failed', because };
  });
}

/** Pods that this one waited for are over, and so are their steps; all are for the last one. */
function overFor(
  { attempt: { plan } }: Pod,
  { pod, steps, seals }: BuiltinWork,
): (step: PlanStep) => boolean {
  const isLast =
    /^conclude(-\d+)?$/.test(pod) && plan.steps.every(it => it.name !== pod);
  const before = stepsBefore(plan, [...steps, ...seals]);
  return ({ name }) =>
    !steps.includes(name) &&
    (isLast || seals.includes(name) || before.has(name));
}

async function act(
  pod: Pod,
  work: BuiltinWork,
  reported: ReadonlyMap<string, Reported>,
  resolved: ResolvedStep,
  position: number,
): Promise<EndedStep | undefined> {
  // Whoever ended the attempt meanwhile has the last word.
  if ((await whyCalledOff(pod)) !== undefined) return undefined;
  const { step } = resolved;
  if (work.steps.includes(step.name)) {
    return tellEnd(pod, await executeOwn(pod, resolved, position), position);
  }
  const adopted = await adopt(pod, resolved);
  if (adopted) return tellEnd(pod, adopted, position);
  if (!step.command || !overFor(pod, work)(step)) return undefined;
  const end = await endCommand(pod, resolved, reported.get(step.name));
  return tellEnd(pod, end, position);
}

/** What a try of this pod that was cut off has done counts, and its numbers are taken. */
async function executeOwn(
  { attempt, ports }: Pod,
  resolved: ResolvedStep,
  position: number,
): Promise<EndedStep> {
  const { step } = resolved;
  const { run, attempt: number, plan } = attempt;
  const tries = await ports.store.runs.tries(run, number, step.name);
  const failed = tries.flatMap(({ manifest }) => manifest ?? []);
  const last = failed.at(-1);
  if (last && failed.length > step.retries) return endedByManifest(step, last);
  return executeStep(
    attempt,
    step,
    resolved.inputs,
    ports,
    nth =>
      ports.tell({
        event: 'step began',
        step: step.name,
        position,
        of: plan.steps.length,
        try: nth,
      }),
    { begun: tries.at(-1)?.try ?? 0, failed: failed.length },
  );
}

/** A command that was begun in this attempt goes its own way. */
async function adopt(
  { attempt, ports }: Pod,
  resolved: ResolvedStep,
): Promise<EndedStep | undefined> {
  const { step, identity } = resolved;
  const { run, attempt: number } = attempt;
  const { runs } = ports.store;
  if (await runs.findBegun(run, number, step.name)) return undefined;
  const result = await findReusable(ports.store, attempt, step, identity);
  if (!result) return undefined;
  await orTheirs(() => adoptResult(attempt, resolved, result, ports));
  const manifest = await runs.findStep(run, number, step.name);
  return manifest && endedByManifest(step, manifest);
}

function outcomeOf(
  { attempt: { plan } }: Pod,
  { tells }: BuiltinWork,
  ended: ReadonlyMap<string, EndedStep>,
  end: AttemptEnd | undefined,
): PodOutcome {
  if (end?.status === 'failed' || end?.status === 'stopped') {
    return {
      outcome: 'attempt failed',
      because: `attempt ${end.attempt} of ${end.run} ended: ${end.status}`,
    };
  }
  const isCommand = (name: string) =>
    plan.steps.some(step => step.command && step.name === name);
  const settled = (name: string) =>
    end !== undefined || (isCommand(name) && ended.has(name));
  return {
    outcome: 'done',
    answers: new Map(
      tells.map(name => [name, settled(name) ? 'settled' : 'execute']),
    ),
  };
}

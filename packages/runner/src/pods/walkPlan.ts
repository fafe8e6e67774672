import {
  resolvedIdentity,
  type Digest,
  type PlanStep,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { ResolvedStep } from '../runs/attempt';
import {
  endedByManifest,
  readiness,
  skippedStep,
  type EndedStep,
} from '../runs/endedStep';
import { treesNeeded } from '../runs/keptOutputs';
import type { Pod } from './openPod';

export interface Walk {
  /** Steps of which nobody will try again: a failed try of theirs is their end. */
  readonly isOver: (step: PlanStep) => boolean;
  /**
   * Asked of each step that is ready and has no end, in the order of the plan.
   * @returns its end, or undefined where that is not for this pod to bring about
   */
  readonly act: (
    resolved: ResolvedStep,
    position: number,
  ) => Promise<EndedStep | undefined>;
}

/**
 * Goes through the plan and says what has become of each step, by the manifests
 * that are there, and by what can never run any more. A step is missing in the
 * answer while it can still come to another end.
 */
export async function walkPlan(
  pod: Pod,
  { isOver, act }: Walk,
): Promise<Map<string, EndedStep>> {
  const { plan, kept } = pod.attempt;
  const ended = new Map<string, EndedStep>();
  for (const [index, step] of plan.steps.entries()) {
    const end =
      (await endedBefore(pod, step, isOver(step))) ??
      (await endNow(step, ended, resolved => act(resolved, index + 1)));
    if (end) ended.set(step.name, end);
    const needed = treesNeeded(
      plan.steps.slice(index + 1),
      (name, output) => ended.get(name)?.outputs[output],
    );
    await kept.dropAllBut(needed);
  }
  return ended;
}

async function endNow(
  step: PlanStep,
  ended: ReadonlyMap<string, EndedStep>,
  act: (resolved: ResolvedStep) => Promise<EndedStep | undefined>,
): Promise<EndedStep | undefined> {
  if (!step.needs.every(name => ended.has(name))) return undefined;
  const ready = readiness(step, ended);
  return ready.ready
    ? act(resolve(step, ready.inputs))
    : skippedStep(step, ready.because);
}

export function resolve(
  step: PlanStep,
  inputs: Readonly<Record<string, Digest>>,
): ResolvedStep {
  return { step, inputs, identity: resolvedIdentity(step, inputs) };
}

async function endedBefore(
  { attempt, ports }: Pod,
  step: PlanStep,
  over: boolean,
): Promise<EndedStep | undefined> {
  const { run, attempt: number } = attempt;
  const { runs } = ports.store;
  const manifest = await runs.findStep(run, number, step.name);
  if (!manifest) return undefined;
  // Adopting is not tried again: it would come to the same.
  if (manifest.verdict === 'failed' && !manifest.reused_from) {
    if (!over) return undefined;
    const begun = await runs.findBegun(run, number, step.name);
    if (begun && begun.try > manifest.try) return undefined;
  }
  return endedByManifest(step, manifest);
}

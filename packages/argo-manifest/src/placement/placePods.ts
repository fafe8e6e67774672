import {
  canonicalJson,
  type Plan,
  type PlanStep,
} from '@trainyard/backstage-plugin-ml-training-common';
import { boundedName } from '../names/stableName';
import { linkPods } from './linkPods';

/** Steps that share a pod, and what the pod waits for. */
export interface PlacedPod {
  /** Unique in its run, at most 63 signs; that of the step where it is a command's. */
  readonly name: string;
  readonly kind: 'builtin' | 'command';
  /** In the order of the plan; one in a command's pod, perhaps none in the first and the last. */
  readonly steps: readonly string[];
  /** Pods that must have ended before, in order. */
  readonly dependsOn: readonly string[];
  /** Commands whose output this pod seals at the latest. */
  readonly seals: readonly string[];
  /** Pods before it that tell whether it has anything to do; of commands and the last pod. */
  readonly asks: readonly string[];
  /** Pods that it tells so. */
  readonly tells: readonly string[];
  /** Machines that work on it together. */
  readonly workers: number;
}

/** Pods as drawn from the plan, not linked yet. */
export type DrawnPod = Pick<PlacedPod, 'name' | 'kind' | 'steps' | 'workers'>;

/**
 * Which steps share a pod. A pod costs about ten seconds whatever it does, so
 * built-in steps that follow one another share one, as long as they ask for the
 * same resources; a command has one to itself. The first pod opens the attempt
 * and the last one closes it, also where neither has a step. Steps keep the order
 * of the plan, so that no pod waits for one after it.
 */
export function placePods(
  plan: Plan,
  options: { readonly isolateSteps: boolean },
): readonly PlacedPod[] {
  const groups = groupSteps(plan.steps, options.isolateSteps);
  const first = groups[0].command ? undefined : groups.shift();
  const last = groups.at(-1)?.command === false ? groups.pop() : undefined;
  const taken = new Set(plan.steps.map(({ name }) => name));
  const fresh = (wanted: string) => {
    const bounded = boundedName(wanted);
    let name = bounded;
    for (let n = 2; taken.has(name); n++) name = boundedName(`${bounded}-${n}`);
    taken.add(name);
    return name;
  };
  const builtin = (name: string, steps: readonly PlanStep[]): DrawnPod => ({
    name,
    kind: 'builtin',
    steps: steps.map(step => step.name),
    workers: 1,
  });
  const before = new Map(
    plan.steps.map((step, i) => [step.name, plan.steps[i - 1]?.name]),
  );
  const between = groups.map(
    ({ command, steps: [step, ...more] }): DrawnPod => {
      if (command) {
        const workers = step.workers ?? 1;
        return {
          name: step.name,
          kind: 'command',
          steps: [step.name],
          workers,
        };
      }
      if (options.isolateSteps) return builtin(step.name, [step]);
      const name = fresh(`after-${before.get(step.name)}`);
      return builtin(name, [step, ...more]);
    },
  );
  return linkPods(plan, [
    builtin(fresh('prepare'), first?.steps ?? []),
    ...between,
    builtin(fresh('conclude'), last?.steps ?? []),
  ]);
}

interface StepGroup {
  readonly command: boolean;
  readonly steps: [PlanStep, ...PlanStep[]];
}

function groupSteps(
  steps: readonly PlanStep[],
  isolateSteps: boolean,
): StepGroup[] {
  const groups: StepGroup[] = [];
  for (const step of steps) {
    const command = step.command !== undefined;
    const last = groups.at(-1);
    const fused =
      last !== undefined &&
      !command &&
      !last.command &&
      !isolateSteps &&
      sameResources(last.steps[0], step);
    if (fused) last.steps.push(step);
    else groups.push({ command, steps: [step] });
  }
  return groups;
}

function sameResources(a: PlanStep, b: PlanStep): boolean {
  return canonicalJson(a.resources) === canonicalJson(b.resources);
}

/** Both the operator and the pipeline may want a pod for each step. */
export function isolatesSteps(
  plan: Plan,
  settings: { readonly isolateSteps: boolean },
): { readonly isolateSteps: boolean } {
  return { isolateSteps: settings.isolateSteps || plan.isolate_steps === true };
}

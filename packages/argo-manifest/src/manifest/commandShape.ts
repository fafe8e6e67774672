import type { PlanStep } from '@trainyard/backstage-plugin-ml-training-common';
import type { PlacedPod } from '../placement/placePods';
import type { WorkflowSettings } from '../settings/workflowSettings';
import { podShare, type PodShare } from './podResources';

/**
 * What two commands must have in common to share a template: all that Argo does
 * not take from a parameter. Hundreds of commands are a few templates so, and a
 * workflow stays below what a cluster can hold.
 */
export interface CommandShape {
  readonly share: PodShare;
  readonly retries: number;
  readonly threads: number;
  readonly hasCode: boolean;
  /** Variables of the command and what the settings know them by, sorted. */
  readonly secrets: readonly (readonly [variable: string, env: string])[];
  /** 1 where the command has its pod to itself. */
  readonly workers: number;
}

export function commandShape(
  step: PlanStep,
  pod: PlacedPod,
  settings: WorkflowSettings,
): CommandShape {
  return {
    share: podShare(step.resources, 'command', settings),
    retries: step.retries,
    threads: step.threads,
    hasCode: step.code !== undefined,
    secrets: Object.entries(step.secrets ?? {})
      .map(([variable, { env }]) => [variable, env] as const)
      .sort(([a], [b]) => Number(a > b) - Number(a < b)),
    workers: pod.workers,
  };
}

import type { PlanStep } from '@trainyard/backstage-plugin-ml-training-common';
import { containerResources, podShare } from '../manifest/podResources';
import type { WorkflowSubmission } from '../manifest/submission';
import {
  isolatesSteps,
  placePods,
  type PlacedPod,
} from '../placement/placePods';
import type { WorkflowSettings } from '../settings/workflowSettings';
import type { OutlinedPod, WorkflowOutline } from './workflowOutline';

/** What a compiled attempt says, without compiling it. */
export function outlineOf(
  submission: WorkflowSubmission,
  settings: WorkflowSettings,
): WorkflowOutline {
  const { plan } = submission;
  const pods = placePods(plan, isolatesSteps(plan, settings));
  return outlinePods(pods, submission, settings);
}

export function outlinePods(
  pods: readonly PlacedPod[],
  { run, attempt, namespace, plan, planDigest }: WorkflowSubmission,
  settings: WorkflowSettings,
): WorkflowOutline {
  const steps = new Map(plan.steps.map(step => [step.name, step]));
  return {
    run,
    attempt,
    namespace,
    pipeline: plan.pipeline,
    planDigest,
    pods: pods.map(pod => outlinePod(pod, steps.get(pod.steps[0]), settings)),
  };
}

function outlinePod(
  { name, kind, steps, dependsOn, workers }: PlacedPod,
  step: PlanStep | undefined,
  settings: WorkflowSettings,
): OutlinedPod {
  const { requests, limits } = containerResources(
    podShare(step?.resources ?? {}, kind, settings),
    settings.gpuResource,
  );
  const gpu = Object.entries(limits).find(
    ([resource]) => resource === settings.gpuResource,
  );
  const image =
    step?.environment?.kind === 'image' ? step.environment.image : '';
  return {
    name,
    kind,
    steps: [...steps],
    dependsOn: [...dependsOn],
    image: kind === 'command' ? image : settings.stepsImage,
    command:
      kind === 'command'
        ? [...(step?.command ?? [])]
        : ['trainyard', '__pod', 'execute'],
    resources: {
      cpu: requests.cpu,
      memory: limits.memory,
      ...(gpu && { gpu: gpu[1] }),
    },
    retries:
      (kind === 'command' ? (step?.retries ?? 0) : 0) +
      settings.infrastructureRetries,
    workers,
  };
}

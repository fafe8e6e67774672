import type {
  Json,
  PodRequest,
} from '@trainyard/backstage-plugin-ml-training-common';
import { workflowName } from '../names/workflowName';
import type { WorkflowSettings } from '../settings/workflowSettings';
import { quietJson } from '../text/quietJson';
import { storeOfPods } from './storeAccess';
import { stagingOf, type WorkflowSubmission } from './submission';

/**
 * TRAINYARD_POD of a container of ours.
 *
 * @param work - JSON of what the pod is there for, or the template by which Argo puts it in
 */
export function requestText(
  submission: WorkflowSubmission,
  settings: WorkflowSettings,
  work: string,
  builtinThreads: number,
): string {
  const { run, attempt, namespace, planDigest } = submission;
  const request: Omit<PodRequest, 'work'> = {
    schema_version: 1,
    run,
    attempt,
    namespace,
    plan: planDigest,
    store: storeOfPods(settings),
    host: `argo/${settings.cluster}/${workflowName(submission)}`,
    staging: stagingOf(run, attempt),
    builtin_threads: builtinThreads,
  };
  return `${quietJson(request as Json).slice(0, -1)},"work":${work}}`;
}

export function workText(work: PodRequest['work']): string {
  return quietJson(work as Json);
}

import type { PlacedPod } from '../placement/placePods';
import type { WorkflowSettings } from '../settings/workflowSettings';
import { RETRY_BUILTIN } from './failureClasses';
import {
  archivedLogs,
  backoffOf,
  gpuPlacement,
  ourContainer,
  raisedMemory,
  UNPRIVILEGED,
} from './podTemplate';
import { containerResources, type PodShare } from './podResources';
import { reports } from './runTemplate';
import { requestText, workText } from './requestText';
import {
  certificateMounts,
  certificateVolumes,
  storeVariables,
} from './storeAccess';
import type { WorkflowSubmission } from './submission';
import { TAG } from './tags';
import type { Template } from './workflow';

/**
 * How often Argo's executor tells the controller of progress. By default it does
 * once a minute, which for most of these pods is never.
 */
const TELLS_PROGRESS = {
  name: 'wait',
  env: [{ name: 'ARGO_PROGRESS_PATCH_TICK_DURATION', value: '4s' }],
};

/** A pod with built-in steps: one container of ours. */
export function builtinTemplate(
  pod: PlacedPod,
  share: PodShare,
  submission: WorkflowSubmission,
  settings: WorkflowSettings,
): Template {
  const request = requestText(
    submission,
    settings,
    workText({
      kind: 'builtin',
      pod: pod.name,
      steps: [...pod.steps],
      seals: [...pod.seals],
      tells: [...pod.tells],
    }),
    Math.max(1, Math.floor(share.cpu)),
  );
  const volumes = certificateVolumes(settings);
  const mounts = certificateMounts(settings);
  const patch = raisedMemory(share);
  const isTold = reports(pod);
  return {
    name: builtinTemplateName(pod.name),
    metadata: { labels: { 'trainyard.dev/pod': pod.name } },
    ...(isTold && { inputs: { parameters: [{ name: 'reported' }] } }),
    ...(pod.tells.length > 0 && {
      outputs: {
        parameters: pod.tells.map(told => ({
          name: told,
          valueFrom: { path: `/trainyard/answers/${told}` },
        })),
      },
    }),
    retryStrategy: {
      limit: `${settings.infrastructureRetries}`,
      retryPolicy: 'Always',
      backoff: backoffOf(settings),
      expression: RETRY_BUILTIN,
    },
    ...(share.timeoutSeconds !== undefined && {
      activeDeadlineSeconds:
        share.timeoutSeconds * Math.max(1, pod.steps.length) +
        settings.fetchSeconds,
    }),
    ...gpuPlacement(share, settings),
    archiveLocation: archivedLogs(submission, settings),
    ...(volumes.length > 0 && { volumes }),
    podSpecPatch: JSON.stringify({
      containers: [
        ...('resources' in patch ? [{ name: 'main', ...patch }] : []),
        TELLS_PROGRESS,
      ],
    }),
    container: {
      ...ourContainer(settings, 'execute', [
        { name: 'TRAINYARD_POD', value: request },
        { name: 'TRAINYARD_RETRIES', value: TAG.retries },
        ...(isTold
          ? [{ name: 'TRAINYARD_REPORTED', value: TAG.input('reported') }]
          : []),
        ...storeVariables(settings),
      ]),
      resources: containerResources(share, settings.gpuResource),
      securityContext: UNPRIVILEGED,
      ...(mounts.length > 0 && { volumeMounts: mounts }),
    },
  };
}

export function builtinTemplateName(pod: string): string {
  return `builtin-${pod}`;
}

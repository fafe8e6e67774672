import type { WorkflowSettings } from '../settings/workflowSettings';
import { memoryLimit } from './failureClasses';
import type { PodShare } from './podResources';
import { bucketArtifact } from './storeAccess';
import { ARCHIVE, stagingOf, type WorkflowSubmission } from './submission';
import { TAG } from './tags';
import type { Container, Variable } from './workflow';

/** No container of a pod may become more than it began as. */
export const UNPRIVILEGED = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
};

/** Reads and removes what the user's container left, whoever it ran as and however it set modes. */
export const READS_ALL = {
  allowPrivilegeEscalation: false,
  capabilities: { add: ['DAC_OVERRIDE'], drop: ['ALL'] },
  runAsUser: 0,
};

export function backoffOf({ backoff }: WorkflowSettings) {
  return {
    duration: `${backoff.seconds}s`,
    factor: backoff.factor,
    cap: `${backoff.capSeconds}s`,
  };
}

/** Where Argo keeps what the main container said; a pod's name tells its tries apart. */
export function archivedLogs(
  { run, attempt }: WorkflowSubmission,
  settings: WorkflowSettings,
) {
  return {
    archiveLogs: true,
    s3: bucketArtifact(
      settings,
      `${stagingOf(run, attempt)}${ARCHIVE}/${TAG.podName}`,
    ),
  };
}

/** Where pods with GPUs go; what a template says stands in place of what the workflow says. */
export function gpuPlacement({ gpu }: PodShare, settings: WorkflowSettings) {
  if (gpu === 0) return {};
  const nodeSelector = {
    ...settings.nodeSelector,
    ...settings.gpu.nodeSelector,
  };
  const tolerations = [...settings.tolerations, ...settings.gpu.tolerations];
  return {
    ...(Object.keys(nodeSelector).length > 0 && { nodeSelector }),
    ...(tolerations.length > 0 && { tolerations }),
  };
}

/** The main container's memory by try, as a patch of the pod; empty where it cannot be raised. */
export function raisedMemory({ memorySizes }: PodShare) {
  return memorySizes.length > 1
    ? { resources: { limits: { memory: memoryLimit(memorySizes) } } }
    : {};
}

export function ourContainer(
  settings: WorkflowSettings,
  word: 'execute' | 'fetch' | 'witness' | 'exit',
  env: readonly Variable[],
): Container {
  return {
    image: settings.stepsImage,
    ...(settings.imagePullPolicy && {
      imagePullPolicy: settings.imagePullPolicy,
    }),
    command: ['trainyard', '__pod', word],
    env,
  };
}

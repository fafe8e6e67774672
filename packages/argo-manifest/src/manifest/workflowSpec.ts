import { mutexName } from '../names/workflowName';
import type { WorkflowSettings } from '../settings/workflowSettings';
import { MARK } from './marks';
import type { WorkflowSubmission } from './submission';
import { labelValue } from '../names/stableName';

/** By which workflows and pods of a run are found. */
export function labelsOf({
  run,
  attempt,
  namespace,
  plan,
}: WorkflowSubmission): Record<string, string> {
  return {
    'app.kubernetes.io/managed-by': 'trainyard',
    [MARK.run]: labelValue(run),
    [MARK.attempt]: `${attempt}`,
    [MARK.pipeline]: labelValue(plan.pipeline),
    [MARK.namespace]: labelValue(namespace),
  };
}

/** What holds for all pods of a workflow. */
export function workflowSpec(
  submission: WorkflowSubmission,
  settings: WorkflowSettings,
) {
  return {
    serviceAccountName: settings.serviceAccount,
    // Argo's own containers get their token in another way; no container of ours or a user's has one.
    automountServiceAccountToken: false,
    executor: { serviceAccountName: settings.serviceAccount },
    securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
    archiveLogs: true,
    podMetadata: {
      labels: { ...settings.labels, ...labelsOf(submission) },
      ...(Object.keys(settings.annotations).length > 0 && {
        annotations: settings.annotations,
      }),
    },
    // Logs of pods can be read until all of them have ended.
    podGC: { strategy: 'OnWorkflowCompletion' },
    ttlStrategy: {
      secondsAfterSuccess: settings.ttl.successSeconds,
      secondsAfterFailure: settings.ttl.failureSeconds,
    },
    ...(settings.deadlineSeconds !== undefined && {
      activeDeadlineSeconds: settings.deadlineSeconds,
    }),
    ...locks(submission, settings),
    ...(settings.disruptionBudget && {
      // Of pods without a controller only minAvailable is counted; more than there are keeps them all.
      podDisruptionBudget: { minAvailable: 9999 },
    }),
    ...placement(settings),
    ...(settings.hostNetwork && {
      hostNetwork: true,
      dnsPolicy: 'ClusterFirstWithHostNet',
    }),
    ...(settings.podSpecPatch && { podSpecPatch: settings.podSpecPatch }),
  };
}

function locks(
  { namespace, plan }: WorkflowSubmission,
  { mutexPerPipeline, quota }: WorkflowSettings,
) {
  if (!mutexPerPipeline && !quota) return {};
  return {
    synchronization: {
      ...(mutexPerPipeline && {
        mutexes: [{ name: mutexName(namespace, plan.pipeline) }],
      }),
      ...(quota && {
        semaphores: [
          { configMapKeyRef: { name: quota.configMap, key: quota.key } },
        ],
      }),
    },
  };
}

function placement(settings: WorkflowSettings) {
  const { nodeSelector, tolerations, affinity } = settings;
  return {
    ...(settings.imagePullSecrets.length > 0 && {
      imagePullSecrets: settings.imagePullSecrets.map(name => ({ name })),
    }),
    ...(settings.priorityClassName && {
      podPriorityClassName: settings.priorityClassName,
    }),
    ...(Object.keys(nodeSelector).length > 0 && { nodeSelector }),
    ...(tolerations.length > 0 && { tolerations }),
    ...(affinity && { affinity }),
  };
}

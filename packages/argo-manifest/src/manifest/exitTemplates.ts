import type { WorkflowSettings } from '../settings/workflowSettings';
import { RETRY_BUILTIN } from './failureClasses';
import {
  archivedLogs,
  backoffOf,
  ourContainer,
  UNPRIVILEGED,
} from './podTemplate';
import { containerResources, podShare } from './podResources';
import { requestText, workText } from './requestText';
import {
  certificateMounts,
  certificateVolumes,
  storeVariables,
} from './storeAccess';
import type { WorkflowSubmission } from './submission';
import { TAG } from './tags';
import type { Template } from './workflow';

export const ON_EXIT = 'on-exit';

/** A workflow that did not succeed may have ended without anyone writing it down. */
export function exitTemplates(
  submission: WorkflowSubmission,
  settings: WorkflowSettings,
): Template[] {
  const volumes = certificateVolumes(settings);
  const mounts = certificateMounts(settings);
  return [
    {
      name: ON_EXIT,
      steps: [
        [
          {
            name: 'end-attempt',
            template: 'end-attempt',
            when: `'${TAG.workflowStatus}' != 'Succeeded'`,
          },
        ],
      ],
    },
    {
      name: 'end-attempt',
      metadata: { labels: { 'trainyard.dev/pod': 'end-attempt' } },
      retryStrategy: {
        limit: `${settings.infrastructureRetries}`,
        retryPolicy: 'Always',
        backoff: backoffOf(settings),
        expression: RETRY_BUILTIN,
      },
      activeDeadlineSeconds: settings.fetchSeconds,
      archiveLocation: archivedLogs(submission, settings),
      ...(volumes.length > 0 && { volumes }),
      container: {
        ...ourContainer(settings, 'exit', [
          {
            name: 'TRAINYARD_POD',
            value: requestText(
              submission,
              settings,
              workText({ kind: 'exit' }),
              1,
            ),
          },
          { name: 'TRAINYARD_RETRIES', value: TAG.retries },
          ...storeVariables(settings),
        ]),
        resources: containerResources(
          podShare({}, 'builtin', settings),
          settings.gpuResource,
        ),
        securityContext: UNPRIVILEGED,
        ...(mounts.length > 0 && { volumeMounts: mounts }),
      },
    },
  ];
}

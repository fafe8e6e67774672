import {
  endingPath,
  stagingOfTry,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { WorkflowSettings } from '../settings/workflowSettings';
import type { CommandShape } from './commandShape';
import {
  commandVariables,
  GIVEN,
  MADE,
  secretsToCover,
} from './commandVariables';
import { retryCommand } from './failureClasses';
import {
  archivedLogs,
  backoffOf,
  gpuPlacement,
  ourContainer,
  raisedMemory,
  READS_ALL,
  UNPRIVILEGED,
} from './podTemplate';
import { containerResources, megabytes } from './podResources';
import { requestText } from './requestText';
import {
  bucketArtifact,
  certificateMounts,
  certificateVolumes,
  storeVariables,
} from './storeAccess';
import { stagingOf, type WorkflowSubmission } from './submission';
import { TAG } from './tags';
import type { Template, Variable } from './workflow';

/** The seconds that the sidecar has to finish after Argo's own containers have. */
const GRACE_SECONDS = 120;

/**
 * The pod of a user's command (design §5): a container of ours lays out what the
 * command is given, one stays beside it, and the user's own has neither token nor
 * credential. What differs between commands of one shape are parameters.
 */
export function commandTemplate(
  name: string,
  shape: CommandShape,
  submission: WorkflowSubmission,
  settings: WorkflowSettings,
): Template {
  const { share } = shape;
  const inGroup = shape.workers > 1;
  const tryTag = inGroup ? TAG.input('try') : TAG.retries;
  const worker = inGroup ? TAG.input('worker') : 0;
  const staging = stagingOf(submission.run, submission.attempt);
  const raises = share.memorySizes.length - 1;
  const parameters = [
    'step',
    'work',
    'image',
    'command',
    'port',
    'reported',
    ...(inGroup ? ['try', 'worker'] : []),
  ];
  const ours: Variable[] = [
    {
      name: 'TRAINYARD_POD',
      value: requestText(submission, settings, TAG.input('work'), 1),
    },
    { name: 'TRAINYARD_RETRIES', value: tryTag },
  ];
  const access = storeVariables(settings);
  const certificates = certificateMounts(settings);
  const given = { name: 'given', mountPath: GIVEN };
  const made = { name: 'made', mountPath: MADE };
  return {
    name,
    metadata: { labels: { 'trainyard.dev/pod': TAG.input('step') } },
    inputs: { parameters: parameters.map(parameter => ({ name: parameter })) },
    outputs: {
      parameters: [
        { name: 'try', value: tryTag },
        // Missing where the pod was told to end: Argo would take an exit code of 0 for success.
        {
          name: 'undisturbed',
          valueFrom: { path: `${GIVEN}/undisturbed` },
        },
      ],
      artifacts: [
        {
          name: 'out',
          path: `${MADE}/out`,
          // A missing file would hide the fault by which it is missing.
          optional: true,
          archive: { none: {} },
          s3: bucketArtifact(
            settings,
            `${stagingOfTry(staging, TAG.input('step'), tryTag, worker)}out`,
          ),
        },
      ],
    },
    ...(!inGroup && {
      retryStrategy: {
        limit: `${shape.retries + settings.infrastructureRetries}`,
        retryPolicy: 'Always',
        backoff: backoffOf(settings),
        expression: retryCommand(shape.retries, raises),
      },
    }),
    ...(share.timeoutSeconds !== undefined && {
      activeDeadlineSeconds: share.timeoutSeconds + settings.fetchSeconds,
    }),
    ...gpuPlacement(share, settings),
    archiveLocation: archivedLogs(submission, settings),
    volumes: [
      { name: 'given', emptyDir: {} },
      { name: 'made', emptyDir: {} },
      ...certificateVolumes(settings),
    ],
    podSpecPatch: podPatch(
      shape,
      inGroup,
      endingPath(submission, TAG.input('step'), worker),
      settings,
    ),
    initContainers: [
      {
        name: 'fetch',
        ...ourContainer(settings, 'fetch', [
          ...ours,
          { name: 'TRAINYARD_REPORTED', value: TAG.input('reported') },
          ...(inGroup
            ? [
                {
                  name: 'TRAINYARD_POD_IP',
                  valueFrom: { fieldRef: { fieldPath: 'status.podIP' } },
                },
              ]
            : []),
          ...access,
        ]),
        resources: containerResources(
          {
            cpu: Math.min(share.cpu, settings.builtins.cpu),
            memoryMegabytes: megabytes(settings.builtins.memoryGb),
            gpu: 0,
          },
          settings.gpuResource,
        ),
        securityContext: UNPRIVILEGED,
        volumeMounts: [given, made, ...certificates],
      },
      {
        name: 'witness',
        restartPolicy: 'Always',
        ...ourContainer(settings, 'witness', [
          ...ours,
          ...secretsToCover(shape, settings),
          ...access,
        ]),
        resources: containerResources(
          {
            cpu: settings.witness.cpu,
            memoryMegabytes: megabytes(settings.witness.memoryGb),
            gpu: 0,
          },
          settings.gpuResource,
        ),
        securityContext: READS_ALL,
        volumeMounts: [given, made, ...certificates],
      },
    ],
    container: {
      image: TAG.input('image'),
      ...(settings.imagePullPolicy && {
        imagePullPolicy: settings.imagePullPolicy,
      }),
      // The patch puts the command's own in its place; without any, Argo would ask a registry.
      command: ['trainyard-command'],
      env: commandVariables(shape, settings),
      ...(shape.hasCode && { workingDir: `${GIVEN}/code` }),
      resources: containerResources(share, settings.gpuResource),
      securityContext: UNPRIVILEGED,
      volumeMounts: [{ ...given, readOnly: true }, made],
    },
  };
}

/**
 * What no field of a template can say: the command and the port, since only a patch
 * takes a list or a number from a parameter; memory by try; no variables of the
 * cluster's services.
 */
function podPatch(
  shape: CommandShape,
  inGroup: boolean,
  ending: string,
  { hostNetwork }: WorkflowSettings,
): string {
  const command = TAG.input('command');
  const port = TAG.input('port');
  return JSON.stringify({
    enableServiceLinks: false,
    terminationGracePeriodSeconds: GRACE_SECONDS,
    containers: [
      {
        name: 'main',
        command,
        lifecycle: {
          preStop: {
            httpGet: {
              // The kubelet does not know the address of a pod that has none of its own.
              ...(hostNetwork && { host: '127.0.0.1' }),
              path: ending,
              port,
            },
          },
        },
        // Argo does not say of a group how its pods ended.
        ...(!inGroup && raisedMemory(shape.share)),
      },
    ],
  })
    .replace(`"${command}"`, command)
    .replace(`"${port}"`, port);
}

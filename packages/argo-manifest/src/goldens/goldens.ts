import type { PlanStep } from '@trainyard/backstage-plugin-ml-training-common';
import type { WorkflowSettingsInput } from '../settings/workflowSettings';
import {
  command,
  defaultGraph,
  planOf,
  settingsOf,
  submissionOf,
} from '../testing/plans';

function golden(
  steps: readonly PlanStep[],
  settings: Partial<WorkflowSettingsInput> = {},
) {
  const plan = planOf(steps);
  return {
    plan,
    settings: settingsOf(settings),
    submission: submissionOf(plan),
  };
}

/** Plans whose workflows are kept byte for byte, by the name of their file. */
export const GOLDENS = {
  'default-graph': golden(defaultGraph()),
  'isolated-steps': golden(defaultGraph(), { isolateSteps: true }),
  'gpu-training': golden(
    defaultGraph({
      resources: { cpu: 8, memory_gb: 32, gpu: 2, timeout_seconds: 7200 },
      retries: 2,
      threads: 8,
    }),
    {
      builtins: { cpu: 2, memoryGb: 4 },
      nodeSelector: { pool: 'cpu' },
      tolerations: [{ key: 'batch', operator: 'Exists', effect: 'NoSchedule' }],
      gpu: {
        nodeSelector: { pool: 'gpu' },
        tolerations: [
          { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' },
        ],
      },
      priorityClassName: 'training',
      disruptionBudget: true,
      mutexPerPipeline: true,
      quota: { configMap: 'trainyard-quotas', key: 'runs' },
      deadlineSeconds: 86_400,
    },
  ),
  workers: golden(defaultGraph({ workers: 2, retries: 1 })),
  'own-steps': golden([
    command('extract', [], { code: undefined, retries: 1 }),
    command('count', ['extract']),
    command('7-days', ['extract']),
    command('together', ['7-days', 'count'], {
      command: ['sh', '-c', 'echo "${HOME} {{workflow.name}} {{=1+1}} $(X)"'],
    }),
  ]),
  secrets: golden(
    defaultGraph({ secrets: { FEATURE_TOKEN: { env: 'TEAM_TOKEN' } } }),
    {
      secrets: { TEAM_TOKEN: { secret: 'team', key: 'token' } },
      credentials: {
        secret: 'trainyard-store',
        accessKey: 'access-key',
        secretKey: 'secret-key',
        sessionToken: 'session-token',
      },
      certificates: { secret: 'store-certificates', key: 'ca.pem' },
      store: {
        kind: 's3',
        bucket: 'trainyard',
        prefix: 'default/',
        region: 'eu-west-1',
        endpoint: 'https://s3.example.com',
        path_style: true,
        ca_file: '/etc/trainyard/ca.pem',
        encryption: { kind: 'aws:kms', key_id: 'alias/trainyard' },
      },
      imagePullPolicy: 'IfNotPresent',
      imagePullSecrets: ['registry'],
    },
  ),
} as const;

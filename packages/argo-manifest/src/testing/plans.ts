import type {
  Plan,
  PlanStep,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { WorkflowSubmission } from '../manifest/submission';
import {
  workflowSettings,
  type WorkflowSettings,
  type WorkflowSettingsInput,
} from '../settings/workflowSettings';

const DIGEST = 'd'.repeat(64);
export const IMAGE = `registry.example.com/ml/train@sha256:${'a'.repeat(64)}`;

export function builtin(
  name: string,
  needs: readonly string[],
  more: Partial<PlanStep> = {},
): PlanStep {
  return {
    name,
    builtin: { name, version: '1.0.0' },
    parameters: {},
    seeds: {},
    threads: 1,
    inputs: {},
    outputs: ['made'],
    needs: [...needs],
    tolerates: [],
    measured: false,
    retries: 0,
    resources: {},
    key: DIGEST,
    ...more,
  };
}

export function command(
  name: string,
  needs: readonly string[],
  more: Partial<PlanStep> = {},
): PlanStep {
  const { builtin: _, ...step } = builtin(name, needs);
  return {
    ...step,
    command: ['python', `${name}.py`],
    environment: { kind: 'image', image: IMAGE },
    code: DIGEST,
    ...more,
  };
}

export function planOf(
  steps: readonly PlanStep[],
  more: Partial<Plan> = {},
): Plan {
  return {
    schema_version: 1,
    pipeline: 'flight-delay',
    namespace: 'default',
    specification: DIGEST,
    lock: DIGEST,
    sources: {},
    steps: [...steps],
    ...more,
  };
}

/** The default graph of design §4, as the example's plan has it. */
export function defaultGraph(
  training: Partial<PlanStep> = {},
  scoring: Partial<PlanStep> = {},
): PlanStep[] {
  return [
    builtin('validate-input-data', []),
    builtin('build-tables', ['validate-input-data']),
    builtin('build-features', ['build-tables']),
    builtin('build-labels', ['build-tables']),
    builtin('materialize-dataset', [
      'build-features',
      'build-labels',
      'build-tables',
    ]),
    builtin('split-dataset', ['materialize-dataset']),
    builtin('check-dataset', ['build-features', 'split-dataset']),
    command('train-model', ['check-dataset', 'split-dataset'], {
      outputs: ['model'],
      ...training,
    }),
    command('score-model', ['split-dataset', 'train-model'], {
      builtin: { name: 'score-model', version: '1.0.0' },
      outputs: ['predictions'],
      ...scoring,
    }),
    builtin('calibrate-predictions', ['score-model', 'split-dataset']),
    builtin('evaluate-model', ['calibrate-predictions', 'split-dataset']),
    builtin('run-validation-gates', ['check-dataset', 'evaluate-model']),
    builtin('publish-report', ['run-validation-gates']),
    builtin('register-model', ['publish-report', 'train-model']),
  ];
}

export function submissionOf(
  plan: Plan,
  more: Partial<WorkflowSubmission> = {},
): WorkflowSubmission {
  return {
    run: `${plan.pipeline}-0f3a5c7e91`,
    attempt: 1,
    namespace: plan.namespace,
    plan,
    planDigest: 'b'.repeat(64),
    ...more,
  };
}

export function settingsOf(
  more: Partial<WorkflowSettingsInput> = {},
): WorkflowSettings {
  return workflowSettings.parse({
    namespace: 'training',
    cluster: 'main',
    serviceAccount: 'trainyard-runs',
    stepsImage: `registry.example.com/trainyard/steps@sha256:${'c'.repeat(64)}`,
    allowedImages: ['registry.example.com/ml/*'],
    store: {
      kind: 's3',
      bucket: 'trainyard',
      prefix: 'default/',
      region: 'eu-west-1',
      endpoint: 'http://s3.example.com:7070',
      path_style: true,
    },
    credentials: {
      secret: 'trainyard-store',
      accessKey: 'access-key',
      secretKey: 'secret-key',
    },
    ...more,
  });
}

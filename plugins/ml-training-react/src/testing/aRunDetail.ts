import type {
  RunDetail,
  StepView,
} from '@trainyard/backstage-plugin-ml-training-common';
import { aDigest } from './aModelVersion';
import { aRun } from './aRun';

/** A step that was executed and sealed. */
export function aStep(different: Partial<StepView> = {}): StepView {
  return {
    name: 'train-model',
    state: 'succeeded',
    because: [],
    waitsFor: null,
    needs: [],
    builtin: null,
    command: ['python', 'train.py'],
    environment: {
      kind: 'python',
      requirements: aDigest('4'),
      python: '3.11.7',
      platform: 'linux-x64-glibc',
    },
    attempt: 1,
    try: 1,
    startedAt: '2026-07-02T09:00:10.000Z',
    endedAt: '2026-07-02T09:00:42.000Z',
    seconds: 32,
    resources: { cpu: 2, memory_gb: 4 },
    measurements: {
      wall_seconds: 32,
      cpu_seconds: 60,
      peak_memory_bytes: 1_200_000_000,
    },
    exitCode: 0,
    key: aDigest('5'),
    identity: aDigest('6'),
    inputs: { train: aDigest('7') },
    outputs: { model: aDigest('a') },
    reusedFrom: null,
    host: 'runner-1',
    hasLog: true,
    ...different,
  };
}

/** A run that went well, with three steps; say only what the test is about. */
export function aRunDetail(different: Partial<RunDetail> = {}): RunDetail {
  return {
    ...aRun(),
    plan: aDigest('1'),
    bundle: aDigest('2'),
    specification: 'pipeline.yaml',
    source: {
      kind: 'url',
      target: 'https://git.example/flight-delay/pipeline.yaml',
      commit: 'c0ffee0123456789c0ffee0123456789c0ffee01',
      dirty: false,
    },
    attempts: [
      {
        attempt: 1,
        engine: 'local',
        state: 'succeeded',
        because: null,
        pending: null,
        submittedAt: '2026-07-02T09:00:00.000Z',
        startedAt: '2026-07-02T09:00:05.000Z',
        endedAt: '2026-07-02T09:01:17.000Z',
      },
    ],
    stepViews: [
      aStep({
        name: 'materialize-dataset',
        builtin: 'materialize-dataset 1',
        command: null,
        environment: null,
        startedAt: '2026-07-02T09:00:05.000Z',
        outputs: { examples: aDigest('7') },
        inputs: {},
      }),
      aStep({ needs: ['materialize-dataset'] }),
      aStep({
        name: 'evaluate-model',
        builtin: 'evaluate-model 1',
        command: null,
        environment: null,
        needs: ['train-model'],
        startedAt: '2026-07-02T09:00:50.000Z',
        inputs: { model: aDigest('a') },
        outputs: { evaluation: aDigest('8') },
      }),
    ],
    answers: [
      {
        question: 'dataset',
        value: 'flight-delay 20260630_ab12cd34',
        digest: aDigest('7'),
        note: null,
      },
      {
        question: 'negative sampling',
        value: null,
        digest: null,
        note: 'The specification has none.',
      },
    ],
    troubles: [],
    warnings: [],
    reproduction: null,
    actions: {
      stop: 'It has ended.',
      retry: 'It succeeded.',
      again: null,
      reproduce: null,
    },
    command: 'trainyard show run-1',
    revision: 1,
    ...different,
  };
}

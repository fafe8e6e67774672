import type {
  Plan,
  PlanStep,
} from '@trainyard/backstage-plugin-ml-training-common';
import { lintPlan, type Host } from './lintPlan';

const DIGEST = '0'.repeat(64);
const HOST: Host = {
  processors: 2,
  memoryBytes: 8e9,
  secrets: ['TOKEN', 'UNSET'],
  environment: { TOKEN: 'value', PASSWORD: 'value' },
};

const planOf = (step: Partial<PlanStep>): Plan => ({
  schema_version: 1,
  pipeline: 'p',
  namespace: 'default',
  specification: DIGEST,
  lock: DIGEST,
  sources: {},
  steps: [
    {
      name: 'train',
      parameters: {},
      seeds: {},
      threads: 1,
      inputs: {},
      outputs: [],
      needs: [],
      tolerates: [],
      measured: false,
      retries: 0,
      resources: {},
      key: DIGEST,
      ...step,
    },
  ],
});

describe('lintPlan', () => {
  const problems = (step: Partial<PlanStep>) =>
    lintPlan(planOf(step), HOST).map(({ severity, path, found }) =>
      [severity, ...path, found].join(' '),
    );

  it('takes what this host can give', () => {
    expect(
      problems({
        resources: { cpu: 2, memory_gb: 8, gpu: 0 },
        environment: { kind: 'host', platform: 'linux-x64-glibc' },
        secrets: { token: { env: 'TOKEN' } },
      }),
    ).toEqual([]);
  });

  it.each<[string, Partial<PlanStep>, string]>([
    ['several machines', { workers: 2 }, 'error steps train workers 2'],
    [
      'an image',
      { environment: { kind: 'image', image: 'a@sha256:1' } },
      'error steps train runtime a@sha256:1',
    ],
    ['a GPU', { resources: { gpu: 1 } }, 'error steps train gpu 1'],
    [
      'more memory than there is',
      { resources: { memory_gb: 8.1 } },
      'error steps train memory_gb 8.1',
    ],
    [
      'a secret that is not on the list of the operator',
      { secrets: { mine: { env: 'PASSWORD' } } },
      'error secrets PASSWORD',
    ],
    [
      'a secret that has no value here',
      { secrets: { mine: { env: 'UNSET' } } },
      'error secrets none',
    ],
  ])('refuses %s', (_, step, problem) => {
    expect(problems(step)).toEqual([problem]);
  });

  it('only warns of more processors than there are: the result is the same', () => {
    expect(problems({ resources: { cpu: 3 } })).toEqual([
      'warning steps train cpu 3',
    ]);
  });
});

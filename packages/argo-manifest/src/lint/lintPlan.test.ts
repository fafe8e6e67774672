import type {
  Plan,
  PlanStep,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { WorkflowSettingsInput } from '../settings/workflowSettings';
import {
  builtin,
  command,
  defaultGraph,
  IMAGE,
  planOf,
  settingsOf,
} from '../testing/plans';
import { lintPlan } from './lintPlan';

function problems(
  step: Partial<PlanStep>,
  settings: Partial<WorkflowSettingsInput> = {},
): string[] {
  return told(planOf([command('train', [], step)]), settings);
}

function told(plan: Plan, settings: Partial<WorkflowSettingsInput> = {}) {
  return lintPlan(plan, settingsOf(settings)).map(({ path, found }) =>
    [...path, found].join(' '),
  );
}

describe('lintPlan', () => {
  it('takes the default graph', () => {
    expect(told(planOf(defaultGraph()))).toEqual([]);
  });

  it.each<[string, Partial<PlanStep>, RegExp]>([
    [
      'an image by its tag',
      {
        environment: {
          kind: 'image',
          image: 'registry.example.com/ml/train:1',
        },
      },
      /^steps train runtime container_image "registry/,
    ],
    [
      'an image from elsewhere',
      {
        environment: {
          kind: 'image',
          image: IMAGE.replace('example.com', 'example.org'),
        },
      },
      /^steps train runtime "registry\.example\.org/,
    ],
    [
      "an environment of the host's",
      { environment: { kind: 'host', platform: 'linux-x64-glibc' } },
      /^steps train runtime the programs/,
    ],
    [
      'a virtual environment',
      {
        environment: {
          kind: 'python',
          requirements: 'd'.repeat(64),
          python: '3.11.7',
          platform: 'linux-x64-glibc',
        },
      },
      /^steps train runtime an environment/,
    ],
    [
      'a secret that nobody has',
      { secrets: { TOKEN: { env: 'TEAM_TOKEN' } } },
      /^secrets TOKEN env "TEAM_TOKEN"$/,
    ],
    [
      'more memory than a pod may have',
      { resources: { memory_gb: 65 } },
      /^steps train memory_gb 65$/,
    ],
    ['a NUL', { command: ['a\0b'] }, /^steps train command/],
  ])('refuses %s', (_, step, expected) => {
    const found = problems(step);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(expected);
  });

  it('refuses a GPU where there is none, and workers of a built-in step', () => {
    expect(problems({ resources: { gpu: 1 } }, { gpuResource: '' })).toEqual([
      'steps train gpu 1',
    ]);
    expect(told(planOf([builtin('a', [], { workers: 2 })]))).toEqual([
      'steps a workers 2',
    ]);
  });

  it('asks for a secret once, however many steps want it', () => {
    const secrets = { TOKEN: { env: 'TEAM_TOKEN' } };
    expect(
      told(
        planOf([command('a', [], { secrets }), command('b', [], { secrets })]),
      ),
    ).toHaveLength(1);
    expect(
      problems(
        { secrets },
        { secrets: { TEAM_TOKEN: { secret: 'team', key: 'token' } } },
      ),
    ).toEqual([]);
  });

  it('refuses what is too large for a cluster to hold', () => {
    expect(problems({ command: ['x'.repeat(1_100_000)] })).toEqual([
      expect.stringMatching(/^steps 1\d{6} bytes$/),
    ]);
  });

  it('asks for the certificates of a store that has its own', () => {
    const { store } = settingsOf();
    expect(
      problems({}, { store: { ...store, ca_file: '/ca.pem' } as typeof store }),
    ).toEqual([expect.stringMatching(/^store ca_file none/)]);
  });

  it.each<[string[], boolean]>([
    [[], false],
    [['*'], true],
    [['registry.example.com/*'], true],
    [['registry.example.com/ml/train'], true],
    [['registryXexample.com/*'], false],
    [['example.com/*'], false],
  ])('allows images by patterns %j: %s', (allowedImages, isAllowed) => {
    expect(problems({}, { allowedImages }).length === 0).toBe(isAllowed);
  });
});

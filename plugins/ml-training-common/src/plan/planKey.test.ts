import { planKey, resolvedIdentity, type StepWork } from './planKey';

const A = 'a'.repeat(64);
const B = 'b'.repeat(64);

const work: StepWork = {
  name: 'score-model',
  command: ['python', 'score.py'],
  environment: { kind: 'host', platform: 'linux-x64-glibc' },
  code: A,
  parameters: { hyperparameters: { trees: 200 } },
  seeds: { random_seed: 7 },
  threads: 2,
  inputs: { model: { step: 'train-model', output: 'model' } },
  outputs: ['predictions'],
  needs: ['train-model'],
  tolerates: [],
  measured: false,
  retries: 0,
  resources: {},
};

const identity = (change: Partial<StepWork>) =>
  resolvedIdentity({ ...work, ...change }, { model: B });

describe('resolvedIdentity', () => {
  it.each<[string, Partial<StepWork>]>([
    ['resources', { resources: { memory_gb: 4 } }],
    ['retries', { retries: 3 }],
    ['secrets', { secrets: { TOKEN: { env: 'CI_TOKEN' } } }],
    ['what it waits for', { needs: [] }],
    ['what it tolerates', { tolerates: ['check-dataset'] }],
  ])('does not change with %s', (_, change) => {
    expect(identity(change)).toBe(identity({}));
  });

  it.each<[string, Partial<StepWork>]>([
    ['the command', { command: ['python', 'other.py'] }],
    ['the code', { code: B }],
    [
      'the environment',
      { environment: { kind: 'host', platform: 'darwin-arm64' } },
    ],
    ['a parameter', { parameters: { hyperparameters: { trees: 201 } } }],
    ['a seed', { seeds: { random_seed: 8 } }],
    ['threads', { threads: 1 }],
    ['the name that its command reads', { name: 'score-again' }],
    ['being measured', { measured: true }],
    ['machines that work together', { workers: 2 }],
    [
      'the built-in that wraps it',
      { builtin: { name: 'score-model', version: '2.0.0' } },
    ],
  ])('changes with %s', (_, change) => {
    expect(identity(change)).not.toBe(identity({}));
  });

  it('changes with the digest of an input', () => {
    expect(resolvedIdentity(work, { model: A })).not.toBe(
      resolvedIdentity(work, { model: B }),
    );
  });

  it('does not ask which step made an input', () => {
    const other: StepWork = {
      ...work,
      inputs: { model: { step: 'train-elsewhere', output: 'model' } },
      needs: ['train-elsewhere'],
    };
    expect(resolvedIdentity(other, { model: B })).toBe(identity({}));
  });
});

describe('planKey', () => {
  it('changes with the key of a step that it needs', () => {
    expect(planKey(work, () => A)).not.toBe(planKey(work, () => B));
  });

  it('stays what it was in an earlier release', () => {
    expect(planKey(work, () => A)).toMatchInlineSnapshot(
      `"26a4eeb72de1810be78d18f28f1141cb4ef601e3c3eaefdb3ade50d22d61b212"`,
    );
    expect(identity({})).toMatchInlineSnapshot(
      `"aef7c057218e9bb977798ed12ab27e7d7e931a321995d64bc10d6925a5a7525f"`,
    );
  });
});

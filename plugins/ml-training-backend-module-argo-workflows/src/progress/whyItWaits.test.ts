import type { CachedNode, CachedWorkflow } from '../cache/cachedWorkflow';
import { progressOf, type Surroundings } from './whyItWaits';

const NOW = new Date('2001-07-02T00:10:00Z');

const workflow = (more: Partial<CachedWorkflow> = {}): CachedWorkflow => ({
  name: 'run',
  uid: 'uid',
  version: '1',
  createdAt: NOW.getTime() - 1000,
  priority: 0,
  phase: 'Running',
  message: '',
  finished: false,
  suspended: false,
  pods: [],
  waits: [],
  ...more,
});

const node = (more: Partial<CachedNode> = {}): CachedNode => ({
  name: 'run.train-model(0)',
  displayName: 'train-model(0)',
  templateName: 'command-1',
  phase: 'Pending',
  message: '',
  startedAt: 0,
  worker: 0,
  ...more,
});

const around = (more: Partial<Surroundings> = {}): Surroundings => ({
  others: [],
  complaints: () => new Map(),
  podNameOf: ({ name }) => name,
  now: NOW,
  where: 'Kubernetes https://10.0.0.1',
  ...more,
});

describe('why a workflow waits', () => {
  it.each<[string, Partial<CachedWorkflow>, RegExp]>([
    [
      'the controller has not come to it',
      { phase: '' },
      /not looked at it yet/,
    ],
    [
      'the controller is silent',
      { phase: '', createdAt: NOW.getTime() - 60_000 },
      /Ask who operates Kubernetes https:\/\/10\.0\.0\.1 whether the workflow-controller runs/,
    ],
    ['it was suspended', { suspended: true }, /suspended in Argo/],
    [
      'too many are executed',
      {
        phase: 'Pending',
        message:
          'Workflow processing has been postponed because too many workflows are already running',
      },
      /no more workflows at a time/,
    ],
    [
      'no node has room',
      { pods: [node({ message: 'Unschedulable: 0/1 nodes are available' })] },
      /^train-model: no node of the cluster has room.*0\/1 nodes/,
    ],
    [
      'an image cannot be pulled',
      { pods: [node({ message: 'ImagePullBackOff: Back-off pulling image' })] },
      /^train-model: its image cannot be pulled/,
    ],
    [
      'a Secret is missing',
      {
        pods: [
          node({
            message: 'CreateContainerConfigError: secret "store" not found',
          }),
        ],
      },
      /^train-model: a Secret .* is missing in the namespace.*"store"/,
    ],
    [
      'the quota of the namespace is used up',
      {
        pods: [
          node({ message: 'pods "x" is forbidden: exceeded quota: compute' }),
        ],
      },
      /quota of the namespace is used up/,
    ],
    [
      'inputs are being fetched',
      { pods: [node({ message: 'PodInitializing' })] },
      /train-model: what it needs is being fetched/,
    ],
    [
      'its pod is made',
      { pods: [node()] },
      /train-model: its pod is being made/,
    ],
    [
      'a pause lies before the next try',
      {
        waits: [
          node({
            displayName: 'train-model',
            message: 'Backoff for 10 seconds',
          }),
        ],
      },
      /^train-model: a pause before it is tried again\.$/,
    ],
    [
      'a step waits for a lock',
      { waits: [node({ displayName: 'train-model', lock: 'ns/mutex/m' })] },
      /train-model waits for the lock ns\/mutex\/m/,
    ],
    [
      'another run of the pipeline is under way',
      { phase: 'Pending', lock: { kind: 'mutex', name: 'm', holders: 1 } },
      /no other run of its pipeline is under way: 1 run before it/,
    ],
  ])('is that %s', (_, more, words) => {
    expect(progressOf(workflow(more), around())).toEqual({
      state: 'pending',
      because: expect.stringMatching(words),
    });
  });

  it('is what the cluster complains of, where the node does not say it', () => {
    const complaints = () =>
      new Map([['run.train-model(0)', 'FailedMount: secret "x" not found']]);
    const pods = [node({ message: 'PodInitializing' })];
    expect(progressOf(workflow({ pods }), around({ complaints }))).toEqual({
      state: 'pending',
      because: expect.stringMatching(/volume .* cannot be mounted.*secret "x"/),
    });
  });

  it('does not ask for complaints while pods run', () => {
    const complaints = () => {
      throw new Error('nobody asked');
    };
    const pods = [node(), node({ phase: 'Running' })];
    expect(progressOf(workflow({ pods }), around({ complaints }))).toEqual({
      state: 'running',
    });
  });

  it('is nothing between two pods', () => {
    const pods = [node({ phase: 'Succeeded' })];
    expect(progressOf(workflow({ pods }), around())).toEqual({
      state: 'running',
    });
  });

  it('counts who gets the lock before it: by priority, then by age', () => {
    const lock = { kind: 'semaphore', name: 'quota', holders: 3 } as const;
    const its = (name: string, more: Partial<CachedWorkflow>) =>
      workflow({ name, phase: 'Pending', lock, ...more });
    const others = [
      its('older', { createdAt: 1 }),
      its('younger', { createdAt: NOW.getTime() }),
      its('urgent', { createdAt: NOW.getTime(), priority: 9 }),
      its('elsewhere', { createdAt: 1, lock: { ...lock, name: 'another' } }),
    ];
    expect(progressOf(its('run', {}), around({ others }))).toMatchObject({
      because: expect.stringMatching(/5 runs before it/),
    });
  });
});

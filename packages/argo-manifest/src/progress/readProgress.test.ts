import { compileWorkflow } from '../manifest/compileWorkflow';
import {
  command,
  defaultGraph,
  planOf,
  settingsOf,
  submissionOf,
} from '../testing/plans';
import { podName, podOfNode } from './podOfNode';
import { readProgress, type WorkflowProgress } from './readProgress';

const NAME = compileWorkflow(submissionOf(planOf(defaultGraph())), settingsOf())
  .metadata.name;

interface Said {
  type: string;
  phase: string;
  templateName?: string;
  message?: string;
  exitCode?: string;
}

/** As Argo 3.7.3 writes nodes, less what is not read. */
function progressOf(
  nodes: Record<string, Said>,
  status: object = { phase: 'Running' },
  steps = defaultGraph(),
): WorkflowProgress {
  const workflow = compileWorkflow(submissionOf(planOf(steps)), settingsOf());
  const { name } = workflow.metadata;
  const read = readProgress({
    ...workflow,
    status: {
      ...status,
      nodes: Object.fromEntries(
        Object.entries(nodes).map(([path, { exitCode, ...said }], i) => [
          `${name}-${i}`,
          {
            id: `${name}-${i}`,
            name: path ? `${name}.${path}` : name,
            startedAt: '2001-01-01T00:00:00Z',
            finishedAt: null,
            ...said,
            ...(exitCode && { outputs: { exitCode } }),
          },
        ]),
      ),
    },
  });
  if (read.outcome !== 'progress') throw new Error(read.because);
  return read.progress;
}

const podProgress = (progress: WorkflowProgress, pod: string) =>
  progress.pods.find(it => it.pod === pod);

describe('readProgress', () => {
  it('finds no tries of a workflow that nobody has looked at', () => {
    const progress = progressOf({}, {});
    expect(progress.phase).toBe('');
    expect(progress.pods.map(({ pod, tries }) => [pod, tries.length])).toEqual([
      ['prepare', 0],
      ['train-model', 0],
      ['score-model', 0],
      ['conclude', 0],
    ]);
  });

  it('tells the tries of a command that ran out of memory and then did not', () => {
    const progress = progressOf({
      '': { type: 'DAG', phase: 'Running' },
      prepare: { type: 'Retry', phase: 'Succeeded' },
      'prepare(0)': { type: 'Pod', phase: 'Succeeded', exitCode: '0' },
      'train-model': { type: 'Retry', phase: 'Succeeded' },
      'train-model(1)': {
        type: 'Pod',
        phase: 'Succeeded',
        templateName: 'command-1',
        exitCode: '0',
      },
      'train-model(0)': {
        type: 'Pod',
        phase: 'Failed',
        templateName: 'command-1',
        message: 'main: OOMKilled (exit code 137)',
        exitCode: '137',
      },
    });
    expect(podProgress(progress, 'train-model')).toMatchObject({
      steps: ['train-model'],
      phase: 'Succeeded',
      successful: 1,
      tries: [
        {
          retries: 0,
          phase: 'Failed',
          exitCode: 137,
          message: 'main: OOMKilled (exit code 137)',
        },
        { retries: 1, phase: 'Succeeded', exitCode: 0 },
      ],
    });
    expect(podProgress(progress, 'prepare')?.steps).toHaveLength(7);
  });

  it('believes no try of a command that failed', () => {
    const progress = progressOf({
      'train-model': {
        type: 'Retry',
        phase: 'Failed',
        message: 'No more retries left',
      },
      'train-model(0)': { type: 'Pod', phase: 'Failed', exitCode: '1' },
    });
    const train = podProgress(progress, 'train-model');
    expect(train).toMatchObject({ phase: 'Failed' });
    expect(train).not.toHaveProperty('successful');
  });

  it('tells machines that work together apart', () => {
    const progress = progressOf(
      {
        'train-model': { type: 'Retry', phase: 'Running' },
        'train-model(0)': { type: 'DAG', phase: 'Failed' },
        'train-model(0).worker-0': { type: 'Pod', phase: 'Failed' },
        'train-model(0).worker-1': { type: 'Pod', phase: 'Error' },
        'train-model(1)': { type: 'DAG', phase: 'Running' },
        'train-model(1).worker-1': { type: 'Pod', phase: 'Running' },
        'train-model(1).worker-0': { type: 'Pod', phase: 'Running' },
      },
      { phase: 'Running' },
      defaultGraph({ workers: 2 }),
    );
    expect(
      podProgress(progress, 'train-model')?.tries.map(
        ({ retries, worker, phase }) => [retries, worker, phase],
      ),
    ).toEqual([
      [0, 0, 'Failed'],
      [0, 1, 'Error'],
      [1, 0, 'Running'],
      [1, 1, 'Running'],
    ]);
  });

  it('says what is waited for, once each', () => {
    const lock =
      'Waiting for training/Mutex/trainyard-x lock. Lock status: 0/1';
    expect(progressOf({}, { phase: 'Pending', message: lock }).waits).toEqual([
      { because: lock },
    ]);
    const unschedulable =
      'Unschedulable: 0/3 nodes are available: 3 Insufficient cpu.';
    expect(
      progressOf({
        prepare: { type: 'Retry', phase: 'Running' },
        'prepare(0)': {
          type: 'Pod',
          phase: 'Pending',
          message: unschedulable,
        },
        'train-model': {
          type: 'Retry',
          phase: 'Running',
          message: 'Backoff for 10 seconds',
        },
      }).waits,
    ).toEqual([
      { pod: 'prepare', because: unschedulable },
      { pod: 'train-model', because: 'Backoff for 10 seconds' },
    ]);
  });

  it('does not take the end of a workflow for something that is waited for', () => {
    expect(
      progressOf({}, { phase: 'Failed', message: 'child failed' }),
    ).toMatchObject({ phase: 'Failed', message: 'child failed', waits: [] });
  });

  it('finds tasks whose names are not those of their steps', () => {
    const progress = progressOf(
      { 'step-count(0)': { type: 'Pod', phase: 'Running' } },
      { phase: 'Running' },
      [command('count', [])],
    );
    expect(podProgress(progress, 'count')?.tries).toHaveLength(1);
  });

  it.each([undefined, {}, { metadata: { name: 'x' }, spec: {} }])(
    'reads nothing out of what is no workflow of ours',
    value => {
      expect(readProgress(value).outcome).toBe('unreadable');
    },
  );
});

describe('podOfNode', () => {
  const podOf = (task: string) => (task === 'train-model' ? task : undefined);

  it.each([
    ['a task of all its tries', `${NAME}.train-model`, 'Retry'],
    ['a group of machines', `${NAME}.train-model(0)`, 'DAG'],
    ['what records the end', `${NAME}.onExit[0].end-attempt(0)`, 'Pod'],
    ['a pod of somebody else', `${NAME}.other(0)`, 'Pod'],
  ])('takes %s for no try', (_, name, type) => {
    expect(podOfNode({ name, type }, podOf)).toBeUndefined();
  });
});

describe('podName', () => {
  it('ends in the hash of the way to the node', () => {
    expect(podName('wf', { name: 'wf', templateName: 'main' })).toBe('wf');
    // FNV-1a of 32 bits: of "a" 0xe40c292c, of "foobar" 0xbf9cf968.
    expect(podName('wf', { name: 'a', templateName: 't' })).toBe(
      'wf-t-3826002220',
    );
    expect(podName('wf', { name: 'foobar' })).toBe('wf-3214735720');
  });
});

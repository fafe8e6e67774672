import { gzipSync } from 'node:zlib';
import { apiOf, TOKEN, WAYS, workflowNamed, type Way } from '../testing/apis';
import { FakeArgo } from '../testing/fakeArgo';
// eslint-disable-next-line @backstage/no-forbidden-package-imports -- tests of this repository: it is not published
import { settled } from '@trainyard/backstage-plugin-ml-training-node/src/testing/settled';
import type { WorkflowApi, WorkflowEvent } from './workflowApi';
import { nodesOf } from './workflowDocument';

describe.each(WAYS)('workflows over the %s', way => {
  let argo: FakeArgo;
  let api: WorkflowApi;
  beforeEach(async () => {
    argo = await FakeArgo.start({ token: TOKEN });
    api = apiOf(way, argo);
  });
  afterEach(async () => {
    await api.close();
    await argo.close();
  });

  const forEver = () => new AbortController().signal;

  it('are made, and found by name', async () => {
    await api.create(workflowNamed('one'));
    expect((await api.get('one'))?.metadata.name).toBe('one');
    expect(await api.get('another')).toBeUndefined();
  });

  it('are made once under a name', async () => {
    await api.create(workflowNamed('one'));
    await expect(api.create(workflowNamed('one'))).rejects.toMatchObject({
      fault: 'conflict',
    });
  });

  it('are listed to the last page, those that a selector names', async () => {
    for (let i = 0; i < 450; i++) argo.add(workflowNamed(`run-${i}`));
    argo.add({ ...workflowNamed('foreign'), metadata: { name: 'foreign' } });
    const { items, version } = await api.list('trainyard.dev/run');
    expect(items).toHaveLength(450);
    expect(Number(version)).toBeGreaterThan(450);
  });

  it('are watched from where the list ended', async () => {
    argo.add(workflowNamed('before'));
    const { version } = await api.list('');
    argo.add(workflowNamed('after'));
    argo.setStatus('before', { phase: 'Running' });
    argo.remove('after');
    const seen: string[] = [];
    for await (const event of api.watch('', version, forEver())) {
      seen.push(told(event));
      if (seen.length === 3) break;
    }
    expect(seen).toEqual(['seen after', 'seen before Running', 'left after']);
  });

  it('say that they left when they are not selected any more', async () => {
    argo.add(workflowNamed('one'));
    const selector = 'workflows.argoproj.io/completed!=true';
    const { version } = await api.list(selector);
    argo.setStatus('one', { phase: 'Succeeded' });
    for await (const event of api.watch(selector, version, forEver())) {
      expect(told(event)).toBe('left one');
      break;
    }
  });

  it('tell whoever watches from long ago to list again', async () => {
    argo.add(workflowNamed('one'));
    argo.forgetHistory();
    const watching = async () => {
      for await (const _ of api.watch('', '1', forEver()));
    };
    await expect(watching()).rejects.toMatchObject({ fault: 'expired' });
  });

  it('leave nobody watching who was aborted', async () => {
    const listener = new AbortController();
    const { version } = await api.list('');
    const watching = (async () => {
      for await (const _ of api.watch('', version, listener.signal));
    })();
    await settled(
      async () => argo.openStreams,
      open => open === 1,
    );
    listener.abort();
    await expect(watching).rejects.toThrow(/abort/i);
    await settled(
      async () => argo.openStreams,
      open => open === 0,
    );
  });

  it('stop in order, also when they were suspended', async () => {
    const stopped: string[] = [];
    await argo.close();
    argo = await FakeArgo.start({
      token: TOKEN,
      onShutdown: ({ metadata }, how) =>
        stopped.push(`${metadata.name} ${how}`),
    });
    await api.close();
    api = apiOf(way, argo);
    argo.add(workflowNamed('one', { spec: { suspend: true } }));
    await api.stop('one');
    await api.terminate('one');
    expect(stopped).toContain('one Stop');
    expect(stopped).toContain('one Terminate');
    expect(argo.workflows.get('one')?.spec).not.toHaveProperty('suspend');
  });

  it('are left alone when what has ended is stopped', async () => {
    argo.add(workflowNamed('one'));
    argo.setStatus('one', { phase: 'Succeeded' });
    await api.stop('one');
    expect(argo.workflows.get('one')?.status?.phase).toBe('Succeeded');
  });

  it('are deleted, also when they are gone already', async () => {
    argo.add(workflowNamed('one'));
    await api.delete('one');
    await api.delete('one');
    expect(argo.workflows.size).toBe(0);
  });

  it('let one read what a container of a pod said, to its end', async () => {
    argo.add(workflowNamed('one'));
    argo.pods.set('pod', {
      name: 'pod',
      workflow: 'one',
      phase: 'Running',
      logs: { main: 'first\n' },
    });
    const log = api.podLog({
      workflow: 'one',
      pod: 'pod',
      container: 'main',
      follow: true,
      signal: forEver(),
    });
    let text = '';
    for await (const bytes of log) {
      text += Buffer.from(bytes);
      if (text === 'first\n') {
        argo.say('pod', 'main', 'last\n');
        argo.endPod('pod');
      }
    }
    expect(text).toBe('first\nlast\n');
  });

  it('are complained of with the newest word about each pod, of lately', async () => {
    const event = (name: string, message: string, ageMinutes: number) => ({
      involvedObject: { name },
      reason: 'FailedMount',
      message,
      lastTimestamp: new Date(Date.now() - ageMinutes * 60_000).toISOString(),
    });
    argo.events.push(
      event('a', 'newer', 1),
      event('a', 'older', 2),
      event('b', 'long ago', 60),
      { involvedObject: {} },
    );
    expect([...(await api.podComplaints())]).toEqual([
      ['a', 'FailedMount: newer'],
    ]);
  });

  it('can be tried out without being made', async () => {
    await api.tryOut(workflowNamed('one'));
    expect(argo.workflows.size).toBe(0);
    const what = way === 'Kubernetes' ? 'create' : 'lint';
    argo.faults.set(`${what} workflows`, {
      status: way === 'Kubernetes' ? 422 : 500,
      message: 'templates.main: there is no such template',
    });
    await expect(api.tryOut(workflowNamed('one'))).rejects.toMatchObject({
      fault: 'invalid',
      message: expect.stringContaining('there is no such template'),
    });
  });

  it.each([
    ['unauthorized', () => apiOf(way, argo, { token: 'wrong' })],
    [
      'not found',
      () => {
        argo.hasDefinition = false;
        return api;
      },
    ],
    [
      'forbidden',
      () => {
        argo.forbidden.add('create workflows');
        return api;
      },
    ],
    [
      'unreachable',
      () => {
        argo.isDown = true;
        return api;
      },
    ],
  ])('are refused with a word for why: %s', async (fault, wrong) => {
    const refused = wrong();
    await expect(refused.create(workflowNamed('one'))).rejects.toMatchObject({
      name: 'ApiError',
      fault,
    });
    if (refused !== api) await refused.close();
  });

  it('never tell the token', async () => {
    const other = apiOf(way, argo, { token: 'not-for-you' });
    const error = await other.get('one').catch(thrown => thrown);
    expect(JSON.stringify([error, error.message])).not.toContain('not-for-you');
    await other.close();
  });

  it('show nodes that were compressed because they are many', async () => {
    argo.add(
      workflowNamed('one', {
        status: {
          phase: 'Running',
          compressedNodes: gzipSync(
            JSON.stringify({ a: { id: 'a', name: 'b', type: 'Pod' } }),
          ).toString('base64'),
        },
      }),
    );
    const found = await api.get('one');
    expect(found && nodesOf(found)).toMatchObject([{ name: 'b', type: 'Pod' }]);
  });
});

describe('what only one way to a cluster can tell', () => {
  let argo: FakeArgo;
  let apis: WorkflowApi[];
  const open = (way: Way) => {
    const api = apiOf(way, argo);
    apis.push(api);
    return api;
  };
  beforeEach(async () => {
    apis = [];
    argo = await FakeArgo.start({ token: TOKEN });
  });
  afterEach(async () => {
    await Promise.all(apis.map(api => api.close()));
    await argo.close();
  });

  it('is the archive, over the Argo Server', async () => {
    argo.archive.set('one', workflowNamed('one'));
    const found = await open('Argo Server').archived('one');
    expect(found?.metadata.name).toBe('one');
    expect(await open('Argo Server').archived('two')).toBeUndefined();
    expect(await open('Kubernetes').archived('one')).toBeUndefined();
  });

  it('is what pods are left and what rights are missing, over Kubernetes', async () => {
    const kubernetes = open('Kubernetes');
    const pod = { workflow: 'one', logs: {} };
    argo.pods.set('a', { ...pod, name: 'a', phase: 'Running' });
    argo.pods.set('b', { ...pod, name: 'b', phase: 'Failed' });
    argo.forbidden.add('watch workflows');
    argo.forbidden.add('get pods/log');
    expect(await kubernetes.livePods('one')).toBe(1);
    expect(await kubernetes.missingRights()).toEqual([
      'watch workflows.argoproj.io',
      'get pods/log',
    ]);
    expect(await open('Argo Server').livePods('one')).toBeUndefined();
    expect(await open('Argo Server').missingRights()).toBeUndefined();
  });
});

function told(event: WorkflowEvent): string {
  if (event.event === 'mark') return 'mark';
  const { metadata, status } = event.workflow;
  const words = [event.event, metadata.name, status.phase];
  return words.filter(Boolean).join(' ');
}

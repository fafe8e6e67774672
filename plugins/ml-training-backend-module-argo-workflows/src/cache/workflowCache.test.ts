import { mockServices } from '@backstage/backend-test-utils';
// eslint-disable-next-line @backstage/no-forbidden-package-imports -- tests of this repository: it is not published
import { settled } from '@trainyard/backstage-plugin-ml-training-node/src/testing/settled';
import { apiOf, TOKEN, WAYS, workflowNamed } from '../testing/apis';
import { FakeArgo } from '../testing/fakeArgo';
import type { WorkflowApi } from '../api/workflowApi';
import { WorkflowCache } from './workflowCache';

describe.each(WAYS)('the workflows heard of over the %s', way => {
  let argo: FakeArgo;
  let api: WorkflowApi;
  let cache: WorkflowCache;
  const open = async (resyncMilliseconds = 300_000) => {
    cache = new WorkflowCache({
      api,
      selector: 'trainyard.dev/run',
      resyncMilliseconds,
      monotonic: () => performance.now(),
      logger: mockServices.logger.mock(),
    });
    await cache.opened();
  };
  beforeEach(async () => {
    argo = await FakeArgo.start({ token: TOKEN });
    api = apiOf(way, argo);
  });
  afterEach(async () => {
    await cache.close();
    await api.close();
    await argo.close();
  });

  const phase = (name: string, wanted: string | undefined) =>
    settled(
      async () => cache.find(name)?.phase,
      it => it === wanted,
    );

  it('are those of before and those that come', async () => {
    argo.add(workflowNamed('before'));
    await open();
    argo.add(workflowNamed('after'));
    expect(await phase('before', '')).toBe('');
    expect(await phase('after', '')).toBe('');
  });

  it('are listed and watched once, however much changes', async () => {
    argo.add(workflowNamed('one'));
    await open();
    argo.setStatus('one', { phase: 'Pending' });
    await phase('one', 'Pending');
    argo.setStatus('one', { phase: 'Running' });
    await phase('one', 'Running');
    expect(argo.calls).toEqual(['list workflows', 'watch workflows']);
  });

  it('are known to the end, and afterwards', async () => {
    argo.add(workflowNamed('one'));
    await open();
    argo.setStatus('one', { phase: 'Running' });
    argo.setStatus('one', { phase: 'Failed', message: 'why' });
    await phase('one', 'Failed');
    expect(cache.find('one')).toMatchObject({ finished: true, message: 'why' });
    expect([...cache.active]).toEqual([]);
  });

  it('are forgotten when they were deleted', async () => {
    argo.add(workflowNamed('one'));
    await open();
    argo.remove('one');
    expect(await phase('one', undefined)).toBe(undefined);
  });

  it('are found in the archive when they were deleted after their end', async () => {
    argo.add(workflowNamed('one'));
    await open();
    argo.archive.set(
      'one',
      workflowNamed('one', { status: { phase: 'Succeeded' } }),
    );
    argo.remove('one');
    const after = way === 'Argo Server' ? 'Succeeded' : undefined;
    expect(await phase('one', after)).toBe(after);
  });

  it('are counted once where they are live and archived', async () => {
    const live = argo.add(workflowNamed('one'));
    argo.setStatus('one', { phase: 'Running' });
    argo.archive.set('one', live);
    await open();
    expect([...cache.active].map(it => it.phase)).toEqual(['Running']);
  });

  it('are listed again from time to time, in case that a watch kept silent', async () => {
    await open(200);
    const lists = () =>
      argo.calls.filter(call => call === 'list workflows').length;
    const before = lists();
    await settled(
      async () => lists(),
      now => now > before + 1,
    );
    expect(cache.trouble).toBeUndefined();
  });

  it('are made anew under a name, and are others then', async () => {
    argo.add(workflowNamed('one'));
    await open();
    argo.setStatus('one', { phase: 'Failed' });
    await phase('one', 'Failed');
    argo.remove('one');
    argo.add(workflowNamed('one'));
    expect(await phase('one', '')).toBe('');
  });

  it('are said to be old when the cluster is away for long, and new when it is back', async () => {
    argo.isDown = true;
    await open();
    expect(cache.trouble).toMatchObject({ fault: 'unreachable' });
    argo.isDown = false;
    await settled(
      async () => cache.trouble,
      trouble => trouble === undefined,
    );
  });
});

import type { ArtifactStore } from '../store/artifactStore';
import { layout } from '../store/layout';
import { openFileSystemStore, openMemoryStore } from '../store/openStore';
import { IDENTITY } from '../testing/documents';
import { everyWrite } from '../testing/processes/everyWrite';
import { useScratchFolder } from '../testing/scratchFolder';
import { collect, replace } from '../testing/storeTools';
import { verifyStore, type Finding } from '../verification/verifyStore';
import { compareStores } from './compareStores';
import { copyStore } from './copyStore';

const scratch = useScratchFolder();

describe('copyStore', () => {
  let from: ArtifactStore;
  let to: ArtifactStore;
  beforeEach(async () => {
    from = await openFileSystemStore(scratch('from'));
    await everyWrite(from);
    await from.objects.create('staging/x/half', Buffer.from('on its way'));
    to = openMemoryStore();
  });

  const copied = async () => {
    const findings: Finding[] = [];
    const counts = await copyStore(from, to, found => findings.push(found));
    return { findings, counts };
  };

  it('takes all that is sealed, once, and leaves what is on its way', async () => {
    const { findings, counts } = await copied();
    expect(findings).toEqual([]);
    expect(await collect(verifyStore(to))).toEqual([]);
    expect(await collect(compareStores(from, to))).toEqual([]);
    expect(await collect(to.objects.list('staging/'))).toEqual([]);

    expect(await copied()).toEqual({
      findings: [],
      counts: { copied: 0, bytes: 0, there: counts.copied },
    });
  });

  it('writes what is named before what names it', async () => {
    const rooms: string[] = [];
    const { create } = to.objects;
    jest.spyOn(to.objects, 'create').mockImplementation((key, body) => {
      rooms.push(key.slice(0, key.indexOf('/')));
      return create.call(to.objects, key, body);
    });
    await copied();
    const order = [...new Set(rooms)];
    expect(order.slice(0, 2)).toEqual(['blobs', 'trees']);
    expect(rooms.lastIndexOf('blobs')).toBeLessThan(rooms.indexOf('trees'));
    expect(rooms.lastIndexOf('trees')).toBeLessThan(rooms.indexOf(order[2]));
  });

  it('goes on after it was cut off', async () => {
    const { create } = to.objects;
    let writes = 0;
    jest.spyOn(to.objects, 'create').mockImplementation(async (key, body) => {
      writes += 1;
      if (writes > 4) throw new Error('cut off');
      return create.call(to.objects, key, body);
    });
    await expect(copied()).rejects.toThrow('cut off');
    jest.restoreAllMocks();
    const { counts } = await copied();
    expect(counts.there).toBeGreaterThan(0);
    expect(await collect(compareStores(from, to))).toEqual([]);
  });

  it('replaces nothing, and tells what differs', async () => {
    const key = layout.result(IDENTITY, 1);
    await to.objects.create(key, Buffer.from('{"theirs":true}'));
    const { findings } = await copied();
    expect(findings).toEqual([
      { key, problem: expect.stringMatching(/other content/) },
    ]);
    expect(Buffer.from((await to.objects.read(key)) ?? []).toString()).toBe(
      '{"theirs":true}',
    );
    expect(await collect(compareStores(from, to))).toEqual([
      { key, problem: expect.stringMatching(/other content/) },
    ]);
  });

  it('does not spread damage', async () => {
    const [blob] = await collect(from.objects.list(layout.blobs));
    const { length = 0 } = (await from.objects.read(blob)) ?? {};
    await replace(from, blob, 'x'.repeat(length));
    const manifest = layout.stepManifest('run-1', 1, 'train-model', 1);
    await replace(from, manifest, '{"half":');
    const { findings } = await copied();
    expect(findings.map(({ key }) => key)).toEqual([blob, manifest]);
    expect(await to.objects.size(blob)).toBeUndefined();
    expect(await to.objects.size(manifest)).toBeUndefined();
  });
});

it('compareStores names what is in one store only', async () => {
  const one = openMemoryStore();
  const other = openMemoryStore();
  const { sha256: a } = await one.blobs.put(Buffer.from('a'));
  const { sha256: b } = await other.blobs.put(Buffer.from('b'));
  expect(await collect(compareStores(one, other))).toEqual(
    [
      { key: layout.blob(a), problem: expect.stringContaining('first store') },
      { key: layout.blob(b), problem: expect.stringContaining('second store') },
    ].sort((x, y) => (x.key < y.key ? -1 : 1)),
  );
});

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFileSystemStore } from '../../store/openStore';
import { bundle } from '../../testing/processes/bundle';
import { useScratchFolder } from '../../testing/scratchFolder';
import { fetchTree } from '../../folders/fetchTree';
import { verifyStore } from '../../verification/verifyStore';

const scratch = useScratchFolder();

const TINY = ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs'];

/** A disk of one megabyte is a mount, which only root may make, and not everywhere. */
function mayMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'trainyard-mount-'));
  const { status } = spawnSync('mount', [...TINY, folder]);
  if (status === 0) execFileSync('umount', [folder]);
  rmdirSync(folder);
  return status === 0;
}

const mounts = mayMount();
if (!mounts) console.warn('NOT RUN: a full disk, for want of mount rights');

(mounts ? describe : describe.skip)('a disk that is full', () => {
  beforeEach(() => {
    mkdirSync(scratch('disk'));
    execFileSync('mount', [...TINY, scratch('disk')]);
  });
  afterEach(() => {
    execFileSync('umount', [scratch('disk')]);
  });

  it.each([
    ['at once', Buffer.alloc(3_000_000, 'x')],
    [
      'in pieces',
      {
        async *open() {
          for (let n = 0; n < 30; n++) yield Buffer.alloc(100_000, String(n));
        },
      },
    ],
  ])('is named, and shows nothing half of what is put %s', async (_, body) => {
    const store = await openFileSystemStore(scratch('disk', 'store'));
    const kept = await store.blobs.put(Buffer.from('kept'));
    await expect(store.blobs.put(body)).rejects.toMatchObject({
      name: 'StoreError',
      fault: 'full',
      message: expect.stringMatching(
        /The store .*disk\/store has no space left: writing blobs\/.* ended with ENOSPC\. .* Free space there/,
      ),
    });
    const [owner] = readdirSync(scratch('disk', 'store', 'drafts'));
    expect(readdirSync(scratch('disk', 'store', 'drafts', owner))).toEqual([]);
    for await (const finding of verifyStore(store)) {
      throw new Error(finding.problem);
    }
    // The draft is gone, so there is room again for what fits.
    await store.blobs.put(Buffer.alloc(500_000, 'y'));
    expect(await store.blobs.readAll(kept.sha256)).toHaveLength(4);
  });

  it('is named when documents are what does not fit', async () => {
    const store = await openFileSystemStore(scratch('disk', 'store'));
    const write = async () => {
      for (let n = 0; ; n++) {
        await store.objects.create(`many/${n}`, Buffer.alloc(20_000, 'x'));
      }
    };
    await expect(write()).rejects.toMatchObject({ fault: 'full' });
    for await (const key of store.objects.list('many/')) {
      expect(await store.objects.size(key)).toBe(20_000);
    }
  });

  it('is named by the folder that an artifact is laid into', async () => {
    const store = await openFileSystemStore(scratch('store'));
    const big = await store.blobs.put(Buffer.alloc(3_000_000, 'x'));
    const tree = await store.trees.seal([
      { path: 'big', executable: false, ...big },
    ]);
    await expect(
      fetchTree(store, tree, scratch('disk', 'in')),
    ).rejects.toMatchObject({
      fault: 'full',
      message: expect.stringMatching(
        /^The folder .*disk\/in has no space left/,
      ),
    });
    expect(readdirSync(scratch('disk', 'in'))).toEqual([]);
  });

  it('may be read-only', async () => {
    const store = await openFileSystemStore(scratch('disk', 'store'));
    const { sha256 } = await store.blobs.put(Buffer.from('kept'));
    execFileSync('mount', ['-o', 'remount,ro', scratch('disk')]);
    await expect(store.blobs.put(Buffer.from('new'))).rejects.toMatchObject({
      fault: 'read only',
    });
    expect(await store.blobs.readAll(sha256)).toHaveLength(4);
    await expect(
      openFileSystemStore(scratch('disk', 'store')),
    ).rejects.toMatchObject({ fault: 'read only' });
  });
});

it('names a limit of file sizes', async () => {
  const script = bundle('limitedWriter', scratch());
  const put = (bytes: number) =>
    spawnSync('sh', [
      '-c',
      'ulimit -f 100 && exec "$@"',
      'sh',
      process.execPath,
      script,
      scratch('store'),
      String(bytes),
    ]).stdout.toString();
  expect(put(3_000_000)).toMatch(/^too large\n.*EFBIG.*ulimit -f/);
  expect(put(1_000)).toBe('put');
});

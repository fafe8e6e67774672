import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import type { ArtifactStore } from '../store/artifactStore';
import { layout } from '../store/layout';
import { openFileSystemStore, openMemoryStore } from '../store/openStore';
import { useScratchFolder } from '../testing/scratchFolder';
import { fetchTree } from './fetchTree';
import { sealFolder, treeOfFolder } from './sealFolder';

const scratch = useScratchFolder();
const mode = (...path: string[]) =>
  (statSync(scratch(...path)).mode & 0o777).toString(8);

async function sealFiles(
  store: ArtifactStore,
  files: Readonly<Record<string, string | Buffer>>,
  executable = false,
) {
  const entries = await Promise.all(
    Object.entries(files).map(async ([path, content]) => ({
      path,
      executable,
      ...(await store.blobs.put(Buffer.from(content))),
    })),
  );
  return store.trees.seal(entries);
}

describe('fetchTree', () => {
  it('lays out files with their bytes and modes', async () => {
    const store = openMemoryStore();
    const tree = await sealFiles(store, { 'a/b/run.sh': '#!' }, true);
    const entries = await fetchTree(store, tree, scratch('in', 'model'));
    expect(entries).toEqual(await store.trees.entries(tree));
    expect(readFileSync(scratch('in/model/a/b/run.sh'), 'utf8')).toBe('#!');
    expect(mode('in/model/a/b/run.sh')).toBe('755');
    writeFileSync(scratch('in/model/a/more'), 'may be written');
  });

  it('can make all of it read-only', async () => {
    const store = openMemoryStore();
    const tree = await sealFiles(store, { 'a/b/c': 'x', d: 'y' });
    await fetchTree(store, tree, scratch('in'), { readOnly: true });
    expect(
      ['in', 'in/a', 'in/a/b', 'in/a/b/c', 'in/d'].map(path => mode(path)),
    ).toEqual(['555', '555', '555', '444', '444']);
  });

  it('comes back as it was sealed', async () => {
    const store = await openFileSystemStore(scratch('store'));
    const name = fc.stringMatching(/^[a-z0-9]{1,3}$/);
    const files = fc.uniqueArray(
      fc.record({
        // Folders and files have other letters, so that no path is both.
        path: fc
          .tuple(fc.array(name, { maxLength: 2 }), name)
          .map(([folders, file]) => [...folders, `${file}.f`].join('/')),
        content: fc.uint8Array({ maxLength: 50 }),
        executable: fc.boolean(),
      }),
      { maxLength: 6, selector: ({ path }) => path },
    );
    let round = 0;
    await fc.assert(
      fc.asyncProperty(files, async written => {
        round += 1;
        const [out, back] = [scratch(`${round}-out`), scratch(`${round}-in`)];
        mkdirSync(out);
        for (const { path, content, executable } of written) {
          const file = join(out, path);
          mkdirSync(dirname(file), { recursive: true });
          writeFileSync(file, content, { mode: executable ? 0o755 : 0o644 });
        }
        const sealed = await sealFolder(store, out);
        if ('refused' in sealed) throw new Error(sealed.refused);
        await fetchTree(store, sealed.tree, back);
        expect(await treeOfFolder(back)).toEqual(sealed);
      }),
      { numRuns: 15 },
    );
  });

  it('copies files of many pieces', async () => {
    const store = await openFileSystemStore(scratch('store'));
    const big = Buffer.alloc(5_000_003, 'abcdefg');
    mkdirSync(scratch('out'));
    writeFileSync(scratch('out', 'big'), big);
    const sealed = await sealFolder(store, scratch('out'));
    if ('refused' in sealed) throw new Error(sealed.refused);
    await fetchTree(store, sealed.tree, scratch('in'));
    expect(readFileSync(scratch('in', 'big')).equals(big)).toBe(true);
  });

  it('shares nothing with the store: a changed copy changes no artifact', async () => {
    const store = await openFileSystemStore(scratch('store'));
    const tree = await sealFiles(store, { a: 'sealed' });
    const [{ sha256 }] = await fetchTree(store, tree, scratch('in'));
    writeFileSync(scratch('in', 'a'), 'changed');
    expect(await store.blobs.readAll(sha256)).toHaveLength(6);
  });

  it.each([
    ['small', 'short'],
    ['of many pieces', Buffer.alloc(3_000_000, 'x')],
  ])('leaves no damaged file: %s', async (_, content) => {
    const store = openMemoryStore();
    const tree = await sealFiles(store, { a: content });
    const [{ sha256, bytes }] = await store.trees.entries(tree);
    await store.objects.remove(layout.blob(sha256));
    await store.objects.create(layout.blob(sha256), Buffer.alloc(bytes, 'y'));
    await expect(fetchTree(store, tree, scratch('in'))).rejects.toMatchObject({
      problem: 'corrupt',
    });
    expect(readdirSync(scratch('in'))).toEqual([]);
  });

  it('says which artifact is missing, before it makes a folder', async () => {
    await expect(
      fetchTree(openMemoryStore(), 'f'.repeat(64), scratch('in')),
    ).rejects.toMatchObject({ problem: 'missing' });
    expect(existsSync(scratch('in'))).toBe(false);
  });

  it('mixes with nothing that was there', async () => {
    const store = openMemoryStore();
    const tree = await sealFiles(store, { a: 'x' });
    mkdirSync(scratch('in'));
    writeFileSync(scratch('in', 'b'), '');
    await expect(fetchTree(store, tree, scratch('in'))).rejects.toThrow(
      /is not empty: it holds b/,
    );
  });
});

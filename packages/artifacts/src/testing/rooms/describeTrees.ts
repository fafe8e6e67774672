/* eslint-disable jest/no-export -- a part of the suite that every implementation runs */
import {
  canonicalJson,
  digestOfJson,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { ArtifactStore } from '../../store/artifactStore';
import { layout } from '../../store/layout';
import { collect, entryOf, replace, MISSING } from '../storeTools';

export function describeTrees(open: () => Promise<ArtifactStore>): void {
  describe('trees', () => {
    let store: ArtifactStore;
    beforeEach(async () => {
      store = await open();
    });

    it('are the digest of the canonical JSON of their sorted list', async () => {
      const [b, a] = [await entryOf(store, 'b'), await entryOf(store, 'a/c')];
      const tree = await store.trees.seal([b, a]);
      expect(tree).toBe(digestOfJson([{ ...a }, { ...b }]));
      expect(await store.trees.entries(tree)).toEqual([a, b]);
      expect(await store.trees.has(tree)).toBe(true);
      expect(await store.trees.seal([a, b])).toBe(tree);
    });

    it('are documents with a schema version, in canonical JSON', async () => {
      const entry = await entryOf(store, 'a');
      const tree = await store.trees.seal([entry]);
      const bytes = await store.objects.read(layout.tree(tree));
      expect(Buffer.from(bytes ?? []).toString()).toBe(
        canonicalJson({ schema_version: 1, entries: [{ ...entry }] }),
      );
    });

    it('may be empty', async () => {
      const tree = await store.trees.seal([]);
      expect(await store.trees.entries(tree)).toEqual([]);
    });

    it('are not sealed before all their bytes are there', async () => {
      const entry = await entryOf(store, 'a');
      await expect(
        store.trees.seal([entry, { ...entry, path: 'b', sha256: MISSING }]),
      ).rejects.toMatchObject({ problem: 'missing' });
      await expect(
        store.trees.seal([{ ...entry, bytes: entry.bytes + 1 }]),
      ).rejects.toMatchObject({ problem: 'corrupt' });
      expect(await collect(store.objects.list(layout.trees))).toEqual([]);
    });

    it.each([
      [['../out']],
      [['/etc/passwd']],
      [['a', 'A']],
      [['\u00e9', 'e\u0301']],
      [['a', 'a/b']],
    ])('refuse the paths %j', async paths => {
      const entries = await Promise.all(
        paths.map(path => entryOf(store, path)),
      );
      await expect(store.trees.seal(entries)).rejects.toMatchObject({
        problem: 'invalid',
      });
    });

    it('are verified by whoever reads them', async () => {
      const [a, b] = [await entryOf(store, 'a'), await entryOf(store, 'b')];
      const tree = await store.trees.seal([a, b]);
      await replace(
        store,
        layout.tree(tree),
        canonicalJson({ schema_version: 1, entries: [{ ...a }] }),
      );
      await expect(store.trees.entries(tree)).rejects.toMatchObject({
        problem: 'corrupt',
        key: layout.tree(tree),
      });
    });

    it('lead nowhere else, also when a list was made elsewhere', async () => {
      const entries = [{ ...(await entryOf(store, 'a')), path: '../a' }];
      const tree = digestOfJson(entries);
      await replace(
        store,
        layout.tree(tree),
        canonicalJson({ schema_version: 1, entries }),
      );
      await expect(store.trees.entries(tree)).rejects.toMatchObject({
        problem: 'invalid',
      });
    });

    it('say what is missing', async () => {
      expect(await store.trees.has(MISSING)).toBe(false);
      await expect(store.trees.entries(MISSING)).rejects.toMatchObject({
        problem: 'missing',
        key: layout.tree(MISSING),
      });
    });
  });
}

/* eslint-disable jest/no-export -- a part of the suite that every implementation runs */
import type { Digest } from '@trainyard/backstage-plugin-ml-training-common';
import type { ArtifactStore } from '../../store/artifactStore';
import { sealText, MISSING } from '../storeTools';

export function describeNames(open: () => Promise<ArtifactStore>): void {
  describe('names', () => {
    let store: ArtifactStore;
    beforeEach(async () => {
      store = await open();
    });

    it('are bound to one content for ever', async () => {
      const [one, other] = [
        await sealText(store, '1'),
        await sealText(store, '2'),
      ];
      const { names } = store;
      expect(await names.bind('dataset', 'd', 'v1', { tree: one })).toEqual({
        outcome: 'bound',
      });
      expect(await names.bind('dataset', 'd', 'v1', { tree: one })).toEqual({
        outcome: 'already bound',
        to: { tree: one },
      });
      expect(await names.bind('dataset', 'd', 'v1', { tree: other })).toEqual({
        outcome: 'taken by other content',
        to: { tree: one },
      });
      expect(await names.find('dataset', 'd', 'v1')).toEqual({ tree: one });
    });

    it('compare rows where both sides know theirs, else bytes', async () => {
      const [one, other] = [
        await sealText(store, '1'),
        await sealText(store, '2'),
      ];
      const rows = '9'.repeat(64);
      const bind = async (tree: Digest, logical?: Digest) => {
        const to = { tree, ...(logical !== undefined && { logical }) };
        return (await store.names.bind('dataset', 'd', 'v1', to)).outcome;
      };
      expect(await bind(one, rows)).toBe('bound');
      expect(await bind(other, rows)).toBe('already bound');
      expect(await bind(one, MISSING)).toBe('taken by other content');
      expect(await bind(other)).toBe('taken by other content');
      expect(await bind(one)).toBe('already bound');
    });

    it('are kept apart by kind, name and version', async () => {
      const tree = await sealText(store, '1');
      await store.names.bind('dataset', 'd', 'v10', { tree });
      await store.names.bind('dataset', 'd', 'v2', { tree });
      await store.names.bind('dataset', 'd2', 'v3', { tree });
      await store.names.bind('model', 'd', 'v4', { tree });
      expect(await store.names.versions('dataset', 'd')).toEqual(['v10', 'v2']);
      expect(await store.names.versions('dataset', 'none')).toEqual([]);
      expect(await store.names.find('model', 'd', 'v2')).toBeUndefined();
    });

    it('are not bound to what was never sealed', async () => {
      await expect(
        store.names.bind('model', 'm', '1', { tree: MISSING }),
      ).rejects.toMatchObject({ problem: 'missing' });
      expect(await store.names.find('model', 'm', '1')).toBeUndefined();
    });

    it('let one of many at once win', async () => {
      const trees = await Promise.all(
        ['1', '2', '3', '4'].map(words => sealText(store, words)),
      );
      const outcomes = await Promise.all(
        trees.map(tree => store.names.bind('model', 'm', '1', { tree })),
      );
      const winner = outcomes.findIndex(({ outcome }) => outcome === 'bound');
      expect(
        outcomes.filter(({ outcome }) => outcome === 'bound'),
      ).toHaveLength(1);
      expect(await store.names.find('model', 'm', '1')).toEqual({
        tree: trees[winner],
      });
    });
  });
}

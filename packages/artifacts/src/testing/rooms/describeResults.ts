/* eslint-disable jest/no-export -- a part of the suite that every implementation runs */
import type { ArtifactStore } from '../../store/artifactStore';
import { IDENTITY, stepResultOf } from '../documents';
import { sealText, MISSING } from '../storeTools';

export function describeResults(open: () => Promise<ArtifactStore>): void {
  describe('results', () => {
    let store: ArtifactStore;
    beforeEach(async () => {
      store = await open();
    });

    const by = (run: string) => ({
      made_by: { run, attempt: 1, step: 'train-model', try: 1 },
    });

    it('of one identity: the first is the one that is adopted', async () => {
      const outputs = { model: await sealText(store, 'model') };
      const first = stepResultOf({ outputs, ...by('a') });
      expect(await store.results.first(IDENTITY)).toBeUndefined();
      expect(await store.results.add(first)).toEqual({
        outcome: 'first',
        result: first,
      });
      expect(
        await store.results.add(stepResultOf({ outputs, ...by('b') })),
      ).toEqual({ outcome: 'same', result: first });
      expect(await store.results.first(IDENTITY)).toEqual(first);
      expect(await store.results.all(IDENTITY)).toEqual([first]);
    });

    it('with other outputs are kept beside it, each once', async () => {
      const [one, two, three] = await Promise.all(
        ['1', '2', '3'].map(async (words, at) =>
          stepResultOf({
            outputs: { model: await sealText(store, words) },
            ...by(`run-${at}`),
          }),
        ),
      );
      await store.results.add(one);
      const differs = (n: number) => ({ outcome: 'differs', result: one, n });
      expect(await store.results.add(two)).toEqual(differs(2));
      expect(await store.results.add(three)).toEqual(differs(3));
      expect(await store.results.add({ ...two, ...by('again') })).toEqual(
        differs(2),
      );
      expect(await store.results.all(IDENTITY)).toEqual([one, two, three]);
    });

    it('stay the same result when they are added again after a doubt', async () => {
      const result = stepResultOf({
        outputs: { m: await sealText(store, '1') },
      });
      await store.results.add(result);
      expect(await store.results.add(result)).toEqual({
        outcome: 'first',
        result,
      });
    });

    it('of many at once: one is first, all agree on which', async () => {
      const outputs = [await sealText(store, '1'), await sealText(store, '2')];
      const added = await Promise.all(
        [...Array(8).keys()].map(n =>
          store.results.add(
            stepResultOf({
              outputs: { model: outputs[n % 2] },
              ...by(`run-${n}`),
            }),
          ),
        ),
      );
      const first = await store.results.first(IDENTITY);
      expect(added.map(({ result }) => result)).toEqual(added.map(() => first));
      expect(added.filter(a => a.outcome === 'first')).toHaveLength(1);
      expect(added.filter(a => a.outcome === 'same')).toHaveLength(3);
      expect(
        added.filter(a => a.outcome === 'differs' && a.n === 2),
      ).toHaveLength(4);
      expect(await store.results.all(IDENTITY)).toHaveLength(2);
    });

    it('do not name what was never sealed', async () => {
      const result = stepResultOf({ outputs: { model: MISSING } });
      await expect(store.results.add(result)).rejects.toMatchObject({
        problem: 'missing',
      });
      expect(await store.results.first(IDENTITY)).toBeUndefined();
    });
  });
}

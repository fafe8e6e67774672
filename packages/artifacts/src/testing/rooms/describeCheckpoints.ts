/* eslint-disable jest/no-export -- a part of the suite that every implementation runs */
import { canonicalJson } from '@trainyard/backstage-plugin-ml-training-common';
import type { ArtifactStore } from '../../store/artifactStore';
import { layout } from '../../store/layout';
import { IDENTITY } from '../documents';
import { sealText, MISSING } from '../storeTools';

export function describeCheckpoints(open: () => Promise<ArtifactStore>): void {
  describe('checkpoints', () => {
    let store: ArtifactStore;
    beforeEach(async () => {
      store = await open();
    });

    const by = (run: string) => ({ run, attempt: 1, try: 1 });

    it('are found again, the newest first', async () => {
      const [one, two] = [
        await sealText(store, '1'),
        await sealText(store, '2'),
      ];
      const { checkpoints } = store;
      expect(await checkpoints.newest(IDENTITY)).toBeUndefined();
      await checkpoints.claim(IDENTITY, by('a'));
      expect(await checkpoints.newest(IDENTITY)).toBeUndefined();
      expect(await checkpoints.save(IDENTITY, by('a'), one)).toEqual({
        outcome: 'saved',
        generation: 1,
      });
      expect(await checkpoints.save(IDENTITY, by('a'), two)).toEqual({
        outcome: 'saved',
        generation: 2,
      });
      expect(await checkpoints.newest(IDENTITY)).toEqual({
        generation: 2,
        tree: two,
      });
    });

    it('are saved by the last claimant only', async () => {
      const tree = await sealText(store, '1');
      const { checkpoints } = store;
      const save = (run: string) => checkpoints.save(IDENTITY, by(run), tree);
      expect(await save('a')).toEqual({ outcome: 'fenced' });
      await checkpoints.claim(IDENTITY, by('a'));
      await checkpoints.claim(IDENTITY, by('b'));
      expect(await save('a')).toEqual({ outcome: 'fenced' });
      expect(await save('b')).toMatchObject({ outcome: 'saved' });
      await checkpoints.claim(IDENTITY, by('a'));
      expect(await save('a')).toEqual({ outcome: 'fenced' });
      expect(await save('b')).toMatchObject({ outcome: 'saved' });
    });

    it('go on in the next claimant`s hands', async () => {
      const [one, two] = [
        await sealText(store, '1'),
        await sealText(store, '2'),
      ];
      const { checkpoints } = store;
      await checkpoints.claim(IDENTITY, by('a'));
      await checkpoints.save(IDENTITY, by('a'), one);
      await checkpoints.claim(IDENTITY, { ...by('a'), attempt: 2 });
      expect((await checkpoints.newest(IDENTITY))?.tree).toBe(one);
      expect(
        await checkpoints.save(IDENTITY, { ...by('a'), attempt: 2 }, two),
      ).toEqual({ outcome: 'saved', generation: 2 });
    });

    it('of a fenced try that wrote late do not hide the claimant`s', async () => {
      const [late, good] = [
        await sealText(store, 'late'),
        await sealText(store, 'good'),
      ];
      const { checkpoints } = store;
      await checkpoints.claim(IDENTITY, by('a'));
      await checkpoints.claim(IDENTITY, by('b'));
      await checkpoints.save(IDENTITY, by('b'), good);
      await store.objects.create(
        layout.checkpoint(IDENTITY, 2),
        Buffer.from(
          canonicalJson({
            schema_version: 1,
            identity: IDENTITY,
            generation: 2,
            epoch: 1,
            ...by('a'),
            tree: late,
          }),
        ),
      );
      expect((await checkpoints.newest(IDENTITY))?.tree).toBe(good);
    });

    it('have one claimant at a time, also when many claim at once', async () => {
      const tree = await sealText(store, '1');
      const runs = ['a', 'b', 'c', 'd', 'e'];
      await Promise.all(
        runs.map(run => store.checkpoints.claim(IDENTITY, by(run))),
      );
      const saves = await Promise.all(
        runs.map(run => store.checkpoints.save(IDENTITY, by(run), tree)),
      );
      expect(saves.filter(({ outcome }) => outcome === 'saved')).toHaveLength(
        1,
      );
    });

    it('do not name what was never sealed', async () => {
      await store.checkpoints.claim(IDENTITY, by('a'));
      await expect(
        store.checkpoints.save(IDENTITY, by('a'), MISSING),
      ).rejects.toMatchObject({ problem: 'missing' });
    });
  });
}

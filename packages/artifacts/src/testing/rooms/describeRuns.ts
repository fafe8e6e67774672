/* eslint-disable jest/no-export -- a part of the suite that every implementation runs */
import type { ArtifactStore } from '../../store/artifactStore';
import {
  attemptEndOf,
  IDENTITY,
  runRecordOf,
  stepManifestOf,
} from '../documents';
import { collect, AT } from '../storeTools';

export function describeRuns(open: () => Promise<ArtifactStore>): void {
  describe('runs', () => {
    let store: ArtifactStore;
    beforeEach(async () => {
      store = await open();
    });

    it('are created once', async () => {
      const record = runRecordOf();
      expect(await store.runs.find('run-1')).toBeUndefined();
      expect(await store.runs.create(record)).toBe('created');
      expect(await store.runs.create(runRecordOf({ principal: 'x' }))).toBe(
        'exists',
      );
      expect(await store.runs.find('run-1')).toEqual(record);
    });

    it('are listed, without what never became one', async () => {
      for (const run of ['b', 'a', 'a-1']) {
        await store.runs.create(runRecordOf({ run }));
      }
      await store.objects.create('runs/half/1/begun.json', Buffer.from('{}'));
      expect(await collect(store.runs.list())).toEqual(['a-1', 'a', 'b']);
    });

    it('give each attempt a number of its own', async () => {
      await store.runs.create(runRecordOf());
      const begun = { host: 'somewhere', at: AT };
      expect(await store.runs.attempts('run-1')).toEqual([]);
      const numbers = await Promise.all(
        [...Array(12).keys()].map(() =>
          store.runs.beginAttempt('run-1', begun),
        ),
      );
      const expected = [...Array(12).keys()].map(n => n + 1);
      expect([...numbers].sort((a, b) => a - b)).toEqual(expected);
      expect(await store.runs.attempts('run-1')).toEqual(expected);
    });

    it('give a number that is asked for to one claimant', async () => {
      await store.runs.create(runRecordOf());
      const begun = { host: 'somewhere', at: AT };
      const claims = await Promise.all(
        [...Array(8).keys()].map(() =>
          store.runs.claimAttempt('run-1', 3, begun),
        ),
      );
      expect(claims.filter(claim => claim === 'begun')).toHaveLength(1);
      expect(await store.runs.attempts('run-1')).toEqual([3]);
      expect(await store.runs.beginAttempt('run-1', begun)).toBe(4);
    });

    it('that nobody created have no attempts', async () => {
      await expect(
        store.runs.claimAttempt('none', 1, { host: 'somewhere', at: AT }),
      ).rejects.toMatchObject({ problem: 'missing' });
      await expect(
        store.runs.beginAttempt('none', { host: 'somewhere', at: AT }),
      ).rejects.toMatchObject({ problem: 'missing' });
      expect(await store.runs.attempts('none')).toEqual([]);
    });

    it('remember how an attempt ended', async () => {
      const end = attemptEndOf();
      expect(await store.runs.findEnd('run-1', 1)).toBeUndefined();
      await store.runs.endAttempt(end);
      await store.runs.endAttempt(end);
      expect(await store.runs.findEnd('run-1', 1)).toEqual(end);
      await expect(
        store.runs.endAttempt(attemptEndOf({ status: 'failed' })),
      ).rejects.toMatchObject({ problem: 'conflict' });
      expect(await store.runs.findEnd('run-1', 1)).toEqual(end);
    });

    it('find the newest sealed try of a step', async () => {
      const find = () => store.runs.findStep('run-1', 1, 'train-model');
      const begin = (nth: number) =>
        store.runs.beginStep('run-1', 1, 'train-model', {
          identity: IDENTITY,
          try: nth,
          at: AT,
          host: 'somewhere',
        });
      expect(await find()).toBeUndefined();
      expect(
        await store.runs.findBegun('run-1', 1, 'train-model'),
      ).toBeUndefined();
      await begin(1);
      expect(await find()).toBeUndefined();
      expect(await store.runs.findBegun('run-1', 1, 'train-model')).toEqual({
        identity: IDENTITY,
        try: 1,
        at: AT,
        host: 'somewhere',
      });
      for (const nth of [1, 2, 10]) {
        await store.runs.sealStep(stepManifestOf({ try: nth }));
      }
      await begin(11);
      expect(await find()).toEqual(stepManifestOf({ try: 10 }));
    });

    it('know who claimed an attempt', async () => {
      await store.runs.create(runRecordOf());
      expect(await store.runs.findAttempt('run-1', 2)).toBeUndefined();
      const begun = { host: 'somewhere', at: AT };
      await store.runs.claimAttempt('run-1', 2, begun);
      await store.runs.claimAttempt('run-1', 2, { host: 'else', at: AT });
      expect(await store.runs.findAttempt('run-1', 2)).toEqual(begun);
    });

    it('tell every try of a step, begun and sealed', async () => {
      const tries = () => store.runs.tries('run-1', 1, 'train-model');
      expect(await tries()).toEqual([]);
      const begunOf = (nth: number) => ({
        identity: IDENTITY,
        try: nth,
        at: AT,
        host: 'somewhere',
      });
      for (const nth of [1, 2, 10]) {
        await store.runs.beginStep('run-1', 1, 'train-model', begunOf(nth));
      }
      const sealed = [stepManifestOf({ try: 2 }), stepManifestOf({ try: 3 })];
      for (const manifest of sealed) await store.runs.sealStep(manifest);
      expect(await tries()).toEqual([
        { try: 1, begun: begunOf(1) },
        { try: 2, begun: begunOf(2), manifest: sealed[0] },
        { try: 3, manifest: sealed[1] },
        { try: 10, begun: begunOf(10) },
      ]);
    });

    it('keep what a step tells while it works, beside its tries', async () => {
      const of = { run: 'run-1', attempt: 1, step: 'train-model', try: 1 };
      const points = [{ name: 'auc', value: 0.5, step: 1 }];
      expect(await store.runs.findLive(of, 1)).toBeUndefined();
      expect(await store.runs.appendLive(of, 1, points)).toBe('created');
      expect(await store.runs.appendLive(of, 1, [])).toBe('exists');
      expect(await store.runs.findLive(of, 1)).toEqual(points);
      expect(await store.runs.findLive(of, 2)).toBeUndefined();
      expect(await store.runs.findLive({ ...of, try: 2 }, 1)).toBeUndefined();
      expect(
        await store.runs.findStep('run-1', 1, 'train-model'),
      ).toBeUndefined();
      expect(await store.runs.tries('run-1', 1, 'train-model')).toEqual([]);
    });

    it('seal a step once', async () => {
      await store.runs.sealStep(stepManifestOf());
      await store.runs.sealStep(stepManifestOf());
      await expect(
        store.runs.sealStep(stepManifestOf({ verdict: 'failed' })),
      ).rejects.toMatchObject({ problem: 'conflict' });
    });
  });
}

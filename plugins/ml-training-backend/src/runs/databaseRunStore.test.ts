import type { Knex } from 'knex';
import { databaseReconcilerLease } from '../reconciler/databaseReconcilerLease';
import type { Fence } from '../reconciler/lease';
import { forEachDatabase } from '../testing/databases';
import { endOf, newRun, observationOf } from '../testing/newRuns';
import { stepViewOf } from '../testing/storedRuns';
import { databaseRunStore } from './databaseRunStore';
import type { RunEntry, RunStore } from './runStore';

forEachDatabase(open => {
  let knex: Knex;
  let runs: RunStore;
  let fence: Fence;

  beforeEach(async () => {
    knex = await open();
    runs = databaseRunStore(knex);
    const held = await databaseReconcilerLease(knex).hold('me', 60);
    if (!held) throw new Error('The lease is free in an empty database');
    fence = held;
  });

  async function entry(run = 'run-1'): Promise<RunEntry> {
    const found = await runs.find(run);
    if (!found) throw new Error(`There is no ${run}`);
    return found;
  }

  describe('creating a run', () => {
    it('keeps all that was submitted, and queues its first attempt', async () => {
      const submitted = newRun({
        parent: 'run-0',
        source: {
          kind: 'url',
          target: 'https://x/y',
          commit: 'abc',
          dirty: true,
        },
        sourceFolder: '/data',
        params: { num_trees: 400, optimizer: 'adam' },
        warnings: [
          {
            file: 'pipeline.yaml',
            path: ['serving', 0],
            found: 'x\0',
            expected: 'y',
            advice: 'z',
            severity: 'warning',
          },
        ],
      });
      await runs.create(submitted);
      const { summary, attempts, ...rest } = await entry();
      expect(summary).toMatchObject({
        run: 'run-1',
        pipeline: submitted.pipeline,
        owner: submitted.owner,
        state: 'queued',
        parent: 'run-0',
        attempt: 1,
        startedAt: null,
        durationSeconds: null,
        headline: null,
        gates: null,
        model: { name: 'delay', version: null },
        dataset: submitted.dataset,
        steps: { done: 0, total: 2 },
      });
      expect(
        Math.abs(Date.parse(summary.submittedAt) - Date.now()),
      ).toBeLessThan(60_000);
      expect(attempts).toEqual([
        expect.objectContaining({
          attempt: 1,
          state: 'queued',
          submittedAt: summary.submittedAt,
        }),
      ]);
      expect(rest).toEqual({
        plan: submitted.plan,
        bundle: submitted.bundle,
        specification: 'pipeline.yaml',
        source: submitted.source,
        sourceFolder: '/data',
        warnings: submitted.warnings,
        ref: null,
        stopAsked: null,
        reproduction: null,
        revision: 1,
      });
      expect(await runs.params('run-1')).toEqual(submitted.params);
    });

    it('starts one run for a token, however often it is sent at once', async () => {
      const sent = await Promise.all(
        Array.from({ length: 8 }, (_, i) =>
          runs.create(newRun({ run: `run-${i}`, token: 'the same token' })),
        ),
      );
      const created = sent.filter(({ outcome }) => outcome === 'created');
      expect(created).toHaveLength(1);
      expect(new Set(sent.map(({ run }) => run)).size).toBe(1);
      expect(await runs.active()).toHaveLength(1);
    });

    it('refuses a token that was used for another request, and not that of another person', async () => {
      await runs.create(newRun({ token: 'the same token' }));
      const again = { run: 'run-2', token: 'the same token' };
      expect(
        await runs.create(newRun({ ...again, requestDigest: 'd'.repeat(64) })),
      ).toEqual({ outcome: 'token used for another request', run: 'run-1' });
      expect(
        await runs.create(newRun({ ...again, principal: 'user:default/bo' })),
      ).toEqual({ outcome: 'created', run: 'run-2' });
      expect(
        await runs.findByToken('user:default/engineer', 'the same token'),
      ).toEqual({ run: 'run-1', requestDigest: 'c'.repeat(64) });
      expect(
        await runs.findByToken('user:default/engineer', 'another token'),
      ).toBeUndefined();
    });
  });

  describe('recording what was observed', () => {
    beforeEach(() => runs.create(newRun()));

    it('writes state, times, steps, metrics and points as one', async () => {
      const ref = {
        run: 'run-1',
        attempt: 1,
        namespace: 'default',
        id: 'pid 7',
      };
      const train = stepViewOf('train', 'running');
      const build = stepViewOf('build', 'succeeded');
      const outcome = await runs.record(
        observationOf({
          ref,
          steps: [train, build],
          metrics: { 'test.auc': 0.7, loss: NaN },
          points: [
            { name: 'loss', value: 3, step: 2 },
            { name: 'loss', value: 5, step: 1 },
            { name: 'loss', value: 1 },
          ],
        }),
        fence,
      );
      expect(outcome).toBe('recorded');
      const found = await entry();
      expect(found).toMatchObject({
        ref,
        revision: 2,
        summary: {
          state: 'running',
          startedAt: '2026-07-02T08:00:00.000Z',
          steps: { done: 1, total: 2 },
        },
      });
      expect(found.attempts[0].state).toBe('running');
      expect(await runs.steps('run-1', 1)).toEqual([build, train]);
      expect(await runs.steps('run-1', 2)).toEqual([]);
      expect(await runs.metrics('run-1')).toEqual({
        'test.auc': 0.7,
        loss: null,
      });
      expect(await runs.points('run-1')).toEqual({
        loss: [
          { name: 'loss', value: 5, step: 1 },
          { name: 'loss', value: 3, step: 2 },
        ],
      });
    });

    it('keeps the newest value of a metric and of a step', async () => {
      await runs.record(
        observationOf({
          metrics: { auc: 0.6, ece: 0.1 },
          steps: [stepViewOf('build', 'running')],
        }),
        fence,
      );
      const build = stepViewOf('build', 'failed');
      await runs.record(
        observationOf({ metrics: { auc: 0.7 }, steps: [build] }),
        fence,
      );
      expect(await runs.metrics('run-1')).toEqual({ auc: 0.7, ece: 0.1 });
      expect(await runs.steps('run-1', 1)).toEqual([build]);
    });

    it('grows the revision when something changed, and only then', async () => {
      const seen = observationOf({
        steps: [stepViewOf('build', 'running')],
        metrics: { auc: 0.7 },
        points: [{ name: 'auc', value: 0.7, step: 1 }],
        headline: { metric: 'auc', value: 0.7, better: 'higher', change: null },
      });
      await runs.record(seen, fence);
      const { revision } = await entry();
      await runs.record(seen, fence);
      expect((await entry()).revision).toBe(revision);
      await runs.record({ ...seen, because: 'The engine is slow.' }, fence);
      await runs.record({ ...seen, metrics: { auc: 0.8 } }, fence);
      expect((await entry()).revision).toBe(revision + 2);
    });

    it('writes nothing when a later epoch has begun', async () => {
      const lease = databaseReconcilerLease(knex);
      await lease.release(fence);
      const other = await lease.hold('other', 60);
      const before = await entry();
      expect(
        await runs.record(observationOf({ metrics: { auc: 1 } }), fence),
      ).toBe('fenced');
      expect(await entry()).toEqual(before);
      expect(await runs.metrics('run-1')).toEqual({});
      expect(other && (await runs.record(observationOf(), other))).toBe(
        'recorded',
      );
    });

    it('writes nothing of an attempt that is not the newest', async () => {
      await runs.record(endOf('failed'), fence);
      await runs.retry('run-1', 1);
      const before = await entry();
      expect(await runs.record(endOf('succeeded'), fence)).toBe(
        'attempt is over',
      );
      expect(await entry()).toEqual(before);
    });

    it.each(['failed', 'blocked', 'stopped', 'succeeded'] as const)(
      'never changes how a run ended: %s',
      async state => {
        await runs.record(endOf(state, { because: 'First.' }), fence);
        const before = await entry();
        for (const other of ['running', 'lost', 'queued'] as const) {
          expect(
            await runs.record(
              observationOf({ state: other, metrics: { auc: 1 } }),
              fence,
            ),
          ).toBe('attempt is over');
        }
        expect(
          await runs.record(endOf(state, { because: 'Second.' }, 99), fence),
        ).toBe('recorded');
        expect(await entry()).toEqual(before);
        expect(await runs.metrics('run-1')).toEqual({});
      },
    );

    it('adds to an end what is found out about it later', async () => {
      await runs.record(endOf('succeeded'), fence);
      const { revision } = await entry();
      const results = {
        headline: {
          metric: 'auc',
          value: 0.7,
          better: 'higher' as const,
          change: 0.01,
        },
        gates: { passed: 3, blocked: 0, total: 3 },
        reproduction: {
          verdict: 'identical' as const,
          explanation: 'Every digest is the same.',
        },
      };
      await runs.record(
        endOf('succeeded', {
          ...results,
          modelVersion: 7,
          metrics: { auc: 0.7 },
          steps: [stepViewOf('build', 'reused')],
        }),
        fence,
      );
      expect(await entry()).toMatchObject({
        revision: revision + 1,
        reproduction: results.reproduction,
        summary: {
          headline: results.headline,
          gates: results.gates,
          model: { name: 'delay', version: 7 },
          steps: { done: 1, total: 2 },
        },
      });
      // What an observation does not speak of stays as it was.
      await runs.record(endOf('succeeded'), fence);
      expect((await entry()).summary.headline).toEqual(results.headline);
    });

    it('finds a lost run again', async () => {
      await runs.record(
        observationOf({ state: 'lost', because: 'No heartbeat.' }),
        fence,
      );
      expect(await runs.active()).toHaveLength(1);
      await runs.record(endOf('succeeded'), fence);
      expect((await entry()).summary).toMatchObject({
        state: 'succeeded',
        because: null,
        durationSeconds: 60,
      });
      expect(await runs.active()).toEqual([]);
    });

    it('takes reasons that no database would take as they are', async () => {
      await runs.record(
        observationOf({
          because: 'a\0b\ud800c',
          steps: [stepViewOf('build', 'failed', { because: ['\0\ud800'] })],
          metrics: { 'a\0b': 1 },
        }),
        fence,
      );
      expect((await entry()).summary.because).toBe('a\uFFFDb\uFFFDc');
      expect(await runs.metrics('run-1')).toEqual({ 'a\uFFFDb': 1 });
    });

    it('knows nothing of a run that does not exist', async () => {
      await expect(
        runs.record(observationOf({ run: 'run-x' }), fence),
      ).rejects.toThrow('There is no run run-x');
    });
  });

  describe('stopping', () => {
    beforeEach(() => runs.create(newRun()));

    it('notes who asked first, once', async () => {
      expect(await runs.askToStop('run-1', 'user:default/engineer')).toBe(
        'asked',
      );
      const asked = await entry();
      expect(asked.stopAsked?.by).toBe('user:default/engineer');
      expect(asked.revision).toBe(2);
      expect(await runs.askToStop('run-1', 'user:default/bo')).toBe('asked');
      expect(await entry()).toEqual(asked);
    });

    it('never touches a run that has ended, and knows which do not exist', async () => {
      await runs.record(endOf('succeeded'), fence);
      const before = await entry();
      expect(await runs.askToStop('run-1', 'user:default/engineer')).toBe(
        'has ended',
      );
      expect(await entry()).toEqual(before);
      expect(await runs.askToStop('run-x', 'user:default/engineer')).toBe(
        'unknown',
      );
    });

    it('speaks of one attempt: the next one is not asked to stop', async () => {
      await runs.askToStop('run-1', 'user:default/engineer');
      await runs.record(endOf('stopped'), fence);
      await runs.retry('run-1', 1);
      expect((await entry()).stopAsked).toBeNull();
    });
  });

  describe('retrying', () => {
    beforeEach(() => runs.create(newRun()));

    it('queues a new attempt that knows nothing of the last one’s end', async () => {
      await runs.record(
        endOf('failed', {
          because: 'A step broke.',
          gates: { passed: 0, blocked: 1, total: 1 },
          steps: [stepViewOf('build', 'succeeded')],
        }),
        fence,
      );
      expect(await runs.retry('run-1', 1)).toEqual({
        outcome: 'queued',
        attempt: 2,
      });
      const { summary, attempts, ref } = await entry();
      expect(summary).toMatchObject({
        state: 'queued',
        because: null,
        attempt: 2,
        startedAt: null,
        endedAt: null,
        durationSeconds: null,
        gates: null,
        steps: { done: 0, total: 2 },
      });
      expect(ref).toBeNull();
      expect(attempts.map(({ state }) => state)).toEqual(['failed', 'queued']);
      expect(await runs.steps('run-1', 1)).toHaveLength(1);
    });

    it('begins one attempt for all who retry at once', async () => {
      await runs.record(endOf('failed'), fence);
      const retried = await Promise.all(
        Array.from({ length: 6 }, () => runs.retry('run-1', 1)),
      );
      expect(retried).toEqual(
        retried.map(() => ({ outcome: 'queued', attempt: 2 })),
      );
      expect((await entry()).attempts).toHaveLength(2);
    });

    it('takes up a lost run, and leaves one alone that goes on', async () => {
      expect(await runs.retry('run-1', 1)).toEqual({ outcome: 'still going' });
      await runs.record(observationOf({ state: 'lost' }), fence);
      expect(await runs.retry('run-1', 1)).toMatchObject({ attempt: 2 });
      expect(await runs.retry('run-1', 2)).toEqual({ outcome: 'still going' });
      expect(await runs.retry('run-1', 9)).toEqual({ outcome: 'unknown' });
      expect(await runs.retry('run-x', 1)).toEqual({ outcome: 'unknown' });
    });
  });

  describe('a pipeline’s runs', () => {
    const other = {
      entity: 'component:default/other',
      name: 'other',
      namespace: 'default',
    };

    beforeEach(async () => {
      for (const i of [1, 2, 3, 4])
        await runs.create(newRun({ run: `run-${i}` }));
      await runs.create(newRun({ run: 'else', pipeline: other }));
    });

    it('are told newest first, and each has one before it', async () => {
      const listed = await runs.ofPipeline('component:default/flight-delay', 3);
      expect(listed.map(({ run }) => run)).toEqual(['run-4', 'run-3', 'run-2']);
      expect(await runs.previous('run-3')).toBe('run-2');
      expect(await runs.previous('run-1')).toBeUndefined();
      expect(await runs.previous('else')).toBeUndefined();
    });

    it('say what is usual by their median, once three have succeeded', async () => {
      const end = (run: string, seconds: number) =>
        runs.record(endOf('succeeded', { run }, seconds), fence);
      await end('run-1', 10);
      await end('run-2', 1000);
      await runs.record(endOf('failed', { run: 'run-3' }, 1), fence);
      expect((await entry()).summary.usualSeconds).toBeNull();
      await end('run-4', 30);
      expect((await entry()).summary.usualSeconds).toBe(30);
      expect((await entry('else')).summary.usualSeconds).toBeNull();
    });
  });

  it('adds points to a history once', async () => {
    await runs.create(newRun());
    const points = Array.from({ length: 1000 }, (_, step) => ({
      name: 'loss',
      value: 1 / (step + 1),
      step,
    }));
    await runs.addPoints('run-1', points);
    await runs.addPoints('run-1', points.slice(500));
    expect(await runs.points('run-1')).toEqual({ loss: points });
    expect((await entry()).revision).toBe(2);
    await expect(runs.addPoints('run-x', points)).rejects.toThrow('run-x');
  });

  it('offers to filter by what runs that one may see have', async () => {
    await runs.create(newRun({ params: { trees: 1, depth: 2 } }));
    await runs.create(
      newRun({
        run: 'run-2',
        owner: 'group:default/rail',
        model: null,
        dataset: null,
        engine: 'argo',
        params: { secret: 1 },
      }),
    );
    await runs.record(observationOf({ metrics: { auc: 1 } }), fence);
    await runs.record(
      observationOf({ run: 'run-2', metrics: { gain: 1 } }),
      fence,
    );
    const facets = await runs.facets({
      rows: 'some',
      where: { owners: ['group:default/punctuality'] },
    });
    expect(facets).toEqual({
      pipelines: [
        { entity: 'component:default/flight-delay', name: 'flight-delay' },
      ],
      owners: ['group:default/punctuality'],
      models: ['delay'],
      datasets: ['flights'],
      engines: ['local'],
      metrics: ['auc'],
      params: ['depth', 'trees'],
    });
    expect((await runs.facets({ rows: 'all' })).metrics).toEqual([
      'auc',
      'gain',
    ]);
    expect((await runs.facets({ rows: 'none' })).metrics).toEqual([]);
  });
});

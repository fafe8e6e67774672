import { ArtifactError } from '@trainyard/artifacts';
import { HANDING_OVER } from '@trainyard/backstage-plugin-ml-training-common';
import type { RunStore } from '../runs/runStore';
import { forEachDatabase } from '../testing/databases';
import { AT, manifestOf } from '../testing/storedRuns';
import { World } from './testing/world';

// A database is slow to make where others work on the same machine.
jest.setTimeout(30_000);

forEachDatabase(open => {
  async function worldWith(...runs: readonly string[]): Promise<World> {
    const world = new World(await open());
    for (const run of runs) await world.submit(run);
    return world;
  }

  /** Ticks that are far enough apart to count as misses of their own. */
  async function tick(
    reconciler: ReturnType<World['reconciler']>,
    world: World,
    times = 1,
  ) {
    for (let i = 0; i < times; i++) {
      world.milliseconds += 1000;
      await reconciler.tick();
    }
  }

  it('follows a run from its submission to its end', async () => {
    const world = await worldWith('run-1');
    const reconciler = world.reconciler();
    world.engine.says = { state: 'pending', because: '2 runs before it.' };
    await tick(reconciler, world);
    expect(await world.entry('run-1')).toMatchObject({
      summary: { state: 'queued', because: null },
      attempts: [{ pending: '2 runs before it.' }],
      ref: { id: 'pod-1' },
    });
    const queued = await world.runs.steps('run-1', 1);
    expect(queued[0]).toMatchObject({
      state: 'waiting',
      waitsFor: 'the run to begin',
    });

    world.engine.says = { state: 'running' };
    await tick(reconciler, world);
    expect(await world.stateOf('run-1')).toBe('running');

    await world.execute('run-1');
    await tick(reconciler, world);
    expect(await world.entry('run-1')).toMatchObject({
      summary: {
        state: 'succeeded',
        because: null,
        headline: { metric: 'test.calibrated.auc', better: 'higher' },
        gates: { passed: 2, blocked: 0, total: 2 },
        model: { name: 'flight_delay', version: 1 },
        steps: { done: 14, total: 14 },
      },
    });
    expect(await world.runs.metrics('run-1')).toMatchObject({
      'train-model.loss': 1,
    });
    const { 'train-model.loss': curve } = await world.runs.points('run-1');
    expect(curve.map(({ value }) => value)).toEqual([3, 2, 1]);
    expect(world.engine.took.size).toBe(1);
  });

  it('has not started a run of which no step began before it waits again', async () => {
    const world = await worldWith('run-1');
    const reconciler = world.reconciler();
    const startedAt = async () =>
      (await world.entry('run-1')).summary.startedAt;
    world.engine.says = { state: 'running' };
    await tick(reconciler, world, 2);
    expect(await startedAt()).not.toBeNull();
    world.engine.says = { state: 'pending', because: 'No node has room.' };
    await tick(reconciler, world);
    expect(await world.stateOf('run-1')).toBe('queued');
    expect(await startedAt()).toBeNull();
  });

  it('shows steps as they end, and writes nothing where nothing changed', async () => {
    const world = await worldWith('run-1');
    const reconciler = world.reconciler();
    await world.sealSteps('run-1', {
      bendManifest: manifest =>
        manifest.step === 'build-tables'
          ? {
              ...manifest,
              reused_from: { run: 'r', attempt: 1, step: 's', try: 1 },
            }
          : manifest,
    });
    await tick(reconciler, world);
    const steps = await world.runs.steps('run-1', 1);
    expect(steps.map(({ state }) => state).slice(0, 3)).toEqual([
      'succeeded',
      'reused',
      'succeeded',
    ]);
    expect(await world.stateOf('run-1')).toBe('running');
    const { revision } = await world.entry('run-1');
    await tick(reconciler, world, 2);
    await tick(world.reconciler('one'), world);
    expect((await world.entry('run-1')).revision).toBe(revision);
  });

  it('shows what a command tells while it works, each point once', async () => {
    const world = await worldWith('run-1');
    const reconciler = world.reconciler();
    world.engine.says = { state: 'running' };
    const train = 'train-model';
    const before = world.plan.steps.map(({ name }) => name);
    before.length = before.indexOf(train);
    for (const step of before) {
      await world.store.runs.sealStep(manifestOf({ step }));
    }
    const of = { run: 'run-1', attempt: 1, step: train, try: 1 };
    await world.store.runs.beginStep('run-1', 1, train, {
      identity: 'a'.repeat(64),
      try: 1,
      at: AT,
      host: 'here',
    });
    const point = (step: number) => ({ name: 'auc', value: step / 10, step });
    await world.store.runs.appendLive(of, 1, [point(1), point(2)]);
    await tick(reconciler, world);
    const curve = async () =>
      (await world.runs.points('run-1'))[`${train}.auc`]?.map(it => it.value);
    expect(await curve()).toEqual([0.1, 0.2]);

    await world.store.runs.appendLive(of, 2, [point(3)]);
    await tick(reconciler, world);
    expect(await curve()).toEqual([0.1, 0.2, 0.3]);
    const { revision } = await world.entry('run-1');
    await tick(reconciler, world, 3);
    expect((await world.entry('run-1')).revision).toBe(revision);
  });

  it('loses a run only after several misses, and goes on when it is found', async () => {
    const world = await worldWith('run-1');
    const reconciler = world.reconciler();
    await tick(reconciler, world);
    world.engine.says = { state: 'gone', because: 'No such process.' };
    await tick(reconciler, world, 2);
    await reconciler.tick();
    await reconciler.tick();
    expect(await world.stateOf('run-1')).toBe('running');
    await tick(reconciler, world);
    expect((await world.entry('run-1')).summary).toMatchObject({
      state: 'lost',
      because: 'No such process.',
    });
    world.engine.says = { state: 'running' };
    await tick(reconciler, world);
    expect((await world.entry('run-1')).summary).toMatchObject({
      state: 'running',
      because: null,
    });
    world.engine.says = { state: 'gone', because: 'No such process.' };
    await tick(reconciler, world, 2);
    expect(await world.stateOf('run-1')).toBe('running');
    await world.execute('run-1');
    await tick(reconciler, world);
    expect(await world.stateOf('run-1')).toBe('succeeded');
  });

  it('stops what somebody asked to stop', async () => {
    const world = await worldWith('run-1', 'run-2', 'run-3');
    const reconciler = world.reconciler();
    await world.runs.askToStop('run-1', 'user:default/engineer');
    await tick(reconciler, world);
    expect(world.engine.took.has('run-1/1')).toBe(false);
    await world.runs.askToStop('run-2', 'user:default/engineer');
    await world.runs.askToStop('run-3', 'user:default/engineer');
    await world.execute('run-3');
    await tick(reconciler, world);
    expect(world.engine.stopped).toEqual(['run-2/1']);
    expect((await world.entry('run-1')).summary).toMatchObject({
      state: 'stopped',
      because: 'user:default/engineer stopped it.',
    });
    expect(await world.stateOf('run-2')).toBe('stopped');
    expect(await world.stateOf('run-3')).toBe('succeeded');
  });

  it('stops a run whose plan is gone from the store, and only if somebody asks', async () => {
    const world = await worldWith('run-1', 'run-2', 'run-3');
    await tick(world.reconciler(), world);
    const blind = world.reconciler('one', {
      planOf: async () => {
        throw new ArtifactError('missing', 'blobs/plan', 'The plan is gone.');
      },
    });
    await world.execute('run-3');
    for (const run of ['run-1', 'run-3']) {
      await world.runs.askToStop(run, 'user:default/engineer');
    }
    await tick(blind, world);
    expect(world.engine.stopped).toEqual(['run-1/1']);
    for (const run of ['run-1', 'run-3']) {
      expect((await world.entry(run)).summary).toMatchObject({
        state: 'stopped',
        because: expect.stringContaining('plan is not in the store any more'),
      });
    }
    expect((await world.entry('run-2')).summary).toMatchObject({
      state: 'running',
      because: expect.stringContaining('The plan is gone.'),
    });
  });

  it('says that an engine cannot be asked, and goes on with what the store tells', async () => {
    const world = await worldWith('run-1', 'run-2');
    await world.submit('run-3', { engine: 'argo' });
    const reconciler = world.reconciler();
    await tick(reconciler, world);
    expect((await world.entry('run-3')).summary).toMatchObject({
      state: 'queued',
      because: expect.stringContaining(
        'engine argo is not configured any more',
      ),
    });
    world.engine.fault = new Error('connection refused\nat secret place');
    await tick(reconciler, world);
    expect((await world.entry('run-1')).summary).toMatchObject({
      state: 'running',
      because: 'The engine local cannot be asked: connection refused',
    });
    const { asked } = world.engine;
    await reconciler.tick();
    expect(world.engine.asked).toBe(asked);
    await world.execute('run-2');
    await tick(reconciler, world);
    expect(await world.stateOf('run-2')).toBe('succeeded');
    world.engine.fault = undefined;
    world.engine.says = { state: 'running' };
    await tick(reconciler, world, 3);
    expect((await world.entry('run-1')).summary.because).toBeNull();
  });

  it('submits again what an engine may not have taken, to one and the same end', async () => {
    const world = await worldWith('run-1');
    const reconciler = world.reconciler();
    world.engine.fault = new Error('timeout');
    await tick(reconciler, world);
    expect((await world.entry('run-1')).attempts[0].pending).toBe(HANDING_OVER);
    world.engine.fault = undefined;
    await tick(reconciler, world, 2);
    expect(await world.entry('run-1')).toMatchObject({
      ref: { id: 'pod-1' },
      summary: { state: 'running' },
    });
  });

  it('is not stopped by one bad run', async () => {
    const world = await worldWith();
    await world.submit('bad', { plan: 'f'.repeat(64) });
    await world.submit('good');
    await tick(world.reconciler(), world);
    expect(await world.stateOf('good')).toBe('running');
    expect((await world.entry('bad')).summary).toMatchObject({
      state: 'queued',
      because: expect.stringContaining('cannot look after this run'),
    });
  });

  it('begins again with another attempt', async () => {
    const world = await worldWith('run-1');
    const reconciler = world.reconciler();
    await tick(reconciler, world);
    await world.execute('run-1', { fails: 'train-model' });
    await tick(reconciler, world);
    expect((await world.entry('run-1')).summary).toMatchObject({
      state: 'failed',
      because: 'Step train-model failed: It broke.',
    });
    await world.runs.retry('run-1', 1);
    world.engine.says = { state: 'running' };
    await tick(reconciler, world);
    expect(await world.entry('run-1')).toMatchObject({
      summary: { state: 'running', attempt: 2, because: null },
      ref: { id: 'pod-2' },
    });
    await world.execute('run-1', {}, 2);
    await tick(reconciler, world);
    expect(await world.stateOf('run-1')).toBe('succeeded');
  });

  describe('when the lease is another one’s', () => {
    const expire = (world: World) =>
      world.knex('reconciler_lease').update({ expires_at: 0 });

    it('does nothing', async () => {
      const world = await worldWith('run-1');
      expect(await world.reconciler('one').tick()).toBe(true);
      const before = await world.entry('run-1');
      await world.execute('run-1');
      expect(await world.reconciler('two').tick()).toBe(false);
      expect(await world.entry('run-1')).toEqual(before);
    });

    it('writes nothing when it wakes up after a pause', async () => {
      const world = await worldWith('run-1');
      const paused = gate();
      const first = world.reconciler('one');
      await tick(first, world);
      world.engine.before = () => paused.wait();
      world.engine.says = { state: 'gone', because: 'what it heard long ago' };
      const late = first.tick();
      await paused.reached;
      await expire(world);
      world.engine.before = async () => undefined;
      world.engine.says = { state: 'running' };
      await world.execute('run-1');
      expect(await world.reconciler('two').tick()).toBe(true);
      const before = await world.entry('run-1');
      expect(before.summary.state).toBe('succeeded');
      world.milliseconds += 60_000;
      paused.open();
      await late;
      expect(await world.entry('run-1')).toEqual(before);
    });

    it('gives no engine anything to do when it wakes up after a pause', async () => {
      const world = await worldWith('run-1');
      const paused = gate();
      const runs: RunStore = {
        ...world.runs,
        async record(observation, fence) {
          const outcome = await world.runs.record(observation, fence);
          await paused.wait();
          return outcome;
        },
      };
      const late = world.reconciler('one', { runs }).tick();
      await paused.reached;
      world.milliseconds += 60_000;
      paused.open();
      await late;
      expect(world.engine.asked).toBe(0);
    });

    it('learns from a refused write that its time is over', async () => {
      const world = await worldWith('run-1', 'run-2');
      const first = world.reconciler('one');
      await tick(first, world);
      await expire(world);
      await world.reconciler('two').tick();
      await world.execute('run-1');
      await first.tick();
      expect(await world.stateOf('run-1')).toBe('running');
      expect(await first.tick()).toBe(false);
    });
  });
});

/** A place where somebody waits until it is opened. */
function gate() {
  let open = () => {};
  let arrive = () => {};
  const opened = new Promise<void>(resolve => {
    open = resolve;
  });
  const reached = new Promise<void>(resolve => {
    arrive = resolve;
  });
  return {
    reached,
    open: () => open(),
    wait() {
      arrive();
      return opened;
    },
  };
}

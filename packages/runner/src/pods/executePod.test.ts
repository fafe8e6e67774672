import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  MemoryObjectStore,
  openMemoryStore,
  verifyStore,
} from '@trainyard/artifacts';
import type { Plan } from '@trainyard/backstage-plugin-ml-training-common';
import { NO_ISOLATION } from '../commands/isolation';
import { executeRun } from '../runs/executeRun';
import { fakeBuiltins } from './testing/fakeBuiltins';
import { graph } from './testing/plans';
import { playWorkflow, PodWorld, RUN } from './testing/podWorld';

describe('the pods of a run', () => {
  const worlds: PodWorld[] = [];
  const worldOf = async (...given: Parameters<typeof PodWorld.make>) => {
    const world = await PodWorld.make(...given);
    worlds.push(world);
    return world;
  };
  afterEach(async () => {
    for (const world of worlds.splice(0)) await world.remove();
  });

  const endOf = async ({ store }: PodWorld, run = RUN, attempt = 1) => {
    const end = await store.runs.findEnd(run, attempt);
    return {
      status: end?.status,
      steps: Object.fromEntries(
        (end?.steps ?? []).map(({ id, status }) => [id, status]),
      ),
    };
  };

  /** The same plan in one process, on a store of its own. */
  async function embedded(plan: Plan, world: PodWorld) {
    const store = openMemoryStore();
    const outcome = await executeRun(
      {
        plan,
        resume: false,
        record: {
          run: RUN,
          purpose: 'train',
          bundle: plan.lock,
          specification: 'pipeline.yaml',
          git: null,
          principal: 'user:default/someone',
          trust: 'engine',
        },
      },
      {
        store,
        builtins: fakeBuiltins,
        prepareEnvironment: async () => ({
          variables: { PATH: '/usr/local/bin:/usr/bin:/bin' },
        }),
        sources: new Map(),
        workFolder: join(world.folder, 'embedded'),
        builtinThreads: 1,
        isolation: async () => NO_ISOLATION,
        readSecret: () => undefined,
        now: () => new Date(),
        host: 'here',
        tell: () => {},
        signal: new AbortController().signal,
      },
    );
    return {
      store,
      end: outcome.outcome === 'ended' ? outcome.end : undefined,
    };
  }

  it('come to the same as one process does', async () => {
    const plan = graph();
    const world = await worldOf(plan);
    const played = await playWorkflow(world);
    expect(played.pods).toEqual([
      'prepare',
      'train(0)',
      'score(0)',
      'conclude',
    ]);
    expect(played.conclude?.outcome).toBe('done');

    const one = await embedded(plan, world);
    const end = await world.store.runs.findEnd(RUN, 1);
    const comparable = (steps: NonNullable<typeof end>['steps'] = []) =>
      steps.map(({ seconds: _, ...rest }) => rest);
    expect(comparable(end?.steps)).toEqual(comparable(one.end?.steps));
    expect(end?.status).toBe('succeeded');
    for (const { name } of plan.steps) {
      const [pods, process] = await Promise.all(
        [world.store, one.store].map(store =>
          store.runs.findStep(RUN, 1, name),
        ),
      );
      const alike = (manifest: typeof pods) =>
        manifest && {
          metrics: manifest.metrics,
          inputs: manifest.inputs,
          exitCode: manifest.exit_code,
          log: manifest.log,
        };
      expect(alike(pods)).toEqual(alike(process));
    }
    const findings = [];
    for await (const found of verifyStore(world.store)) findings.push(found);
    // The bundle is somebody else's to seal.
    expect(findings.map(({ key }) => key)).toEqual([`runs/${RUN}/run.json`]);
  });

  it('measure what can be measured, and say of nothing else that they did', async () => {
    const world = await worldOf(graph());
    await playWorkflow(world);
    const train = await world.store.runs.findStep(RUN, 1, 'train');
    expect(train).toMatchObject({
      host: `argo/test/workflow-${RUN}-1`,
      isolation: [],
      measurements: { cpu_seconds: null, peak_memory_bytes: null },
      metrics: [{ name: 'auc', value: 0.5, step: 1 }],
      exit_code: 0,
    });
    expect(train?.measurements.wall_seconds).toBeGreaterThan(0);
    const log = await world.store.blobs.readAll(`${train?.log}`);
    expect(Buffer.from(log).toString()).toBe('trained\n');
    const said = world.lines.filter(line => 'line' in line);
    expect(said).toEqual([{ step: 'data', try: 1, line: 'made the rows' }]);
  });

  it('of a run that was done before are one', async () => {
    const objects = new MemoryObjectStore();
    await playWorkflow(await worldOf(graph(), { objects }));
    const again = await worldOf(graph(), { objects, run: 'run-2' });
    const played = await playWorkflow(again, {}, { run: 'run-2' });
    expect(played.pods).toEqual(['prepare']);
    expect(played.prepare).toMatchObject({
      outcome: 'done',
      answers: new Map([
        ['train', 'settled'],
        ['score', 'settled'],
        ['conclude', 'settled'],
      ]),
    });
    const end = await endOf(again, 'run-2');
    expect(end.status).toBe('succeeded');
    expect(new Set(Object.values(end.steps))).toEqual(new Set(['reused']));
  });

  it('of a reproduction adopt nothing', async () => {
    const objects = new MemoryObjectStore();
    await playWorkflow(await worldOf(graph(), { objects }));
    const again = await worldOf(graph(), {
      objects,
      run: 'run-2',
      purpose: 'reproduction',
    });
    await playWorkflow(again, {}, { run: 'run-2' });
    const end = await endOf(again, 'run-2');
    expect(new Set(Object.values(end.steps))).toEqual(new Set(['succeeded']));
  });

  it('let a report be written where a check blocks, and settle all else', async () => {
    const world = await worldOf(
      graph({ check: { parameters: { block: true } } }),
    );
    const played = await playWorkflow(world);
    expect(played.pods).toEqual(['prepare', 'conclude']);
    expect(await endOf(world)).toEqual({
      status: 'blocked',
      steps: {
        data: 'succeeded',
        check: 'blocked',
        train: 'skipped',
        score: 'skipped',
        evaluate: 'skipped',
        report: 'succeeded',
      },
    });
    expect(played.conclude?.outcome).toBe('done');
  });

  it('end the attempt in the first one where a built-in step fails', async () => {
    const world = await worldOf(
      graph({ data: { builtin: { name: 'data', version: '2' } } }),
    );
    const played = await playWorkflow(world);
    expect(played).toMatchObject({
      pods: ['prepare'],
      prepare: { outcome: 'attempt failed' },
    });
    expect(await endOf(world)).toMatchObject({
      status: 'failed',
      steps: { data: 'failed', train: 'skipped', report: 'skipped' },
    });
  });

  it('record both tries of a command that succeeds on its second', async () => {
    const script = `test -e $FLAG || { echo oh no; exit 4; }; cat $TRAINYARD_IN/rows/* > $TRAINYARD_OUT/model/model`;
    const world = await worldOf(graph({ train: { script, retries: 1 } }));
    const flag = join(world.folder, 'flag');
    await writeFile(flag, '');
    await playWorkflow(world, {
      train: [{ env: { FLAG: '/nowhere' } }, { env: { FLAG: flag } }],
    });
    expect(await endOf(world)).toMatchObject({
      status: 'succeeded',
      steps: { train: 'succeeded', score: 'succeeded' },
    });
    const tries = await world.store.runs.tries(RUN, 1, 'train');
    expect(tries.map(({ manifest }) => manifest?.verdict)).toEqual([
      'failed',
      'succeeded',
    ]);
    expect(tries[0].manifest).toMatchObject({
      exit_code: 4,
      because: [
        expect.stringMatching(/ended with exit code 4. Its last words:$/),
        '  oh no',
      ],
    });
  });

  it('try a command no more often than its step may', async () => {
    const world = await worldOf(
      graph({ train: { script: 'exit 3', retries: 1 } }),
    );
    const played = await playWorkflow(world, { train: [{}, {}, {}, {}] });
    expect(played.pods).toEqual([
      'prepare',
      'train(0)',
      'train(1)',
      'train(2)',
      'conclude',
    ]);
    expect(played.conclude?.outcome).toBe('attempt failed');
    const tries = await world.store.runs.tries(RUN, 1, 'train');
    expect(tries).toHaveLength(2);
    expect(await endOf(world)).toMatchObject({
      status: 'failed',
      steps: { train: 'failed', score: 'skipped', report: 'skipped' },
    });
  });

  it('do not count against a command what ended its pod from outside', async () => {
    const world = await worldOf(
      graph({ train: { script: 'exit 3', retries: 0 } }),
    );
    const lost = { witness: false, deletedWhen: async () => true };
    const played = await playWorkflow(world, { train: [lost, lost, {}, {}] });
    expect(played.pods).toContain('train(3)');
    const tries = await world.store.runs.tries(RUN, 1, 'train');
    expect(tries.map(({ manifest }) => manifest?.because[0])).toEqual([
      expect.stringMatching(/ended from outside .*before it could tell/),
      expect.stringMatching(/ended from outside .*before it could tell/),
      expect.stringMatching(/exit code 3/),
    ]);
  });

  it.each([
    ['exit 3', /exit code 3/],
    ['echo half > $TRAINYARD_OUT/model/model', /ended with 0, but nobody/],
  ])(
    'take "%s" for neither a fault nor a result where the pod was told to end',
    async (answer, words) => {
      const script = `if [ -n "$TOLD" ]; then ${answer}; else echo whole > $TRAINYARD_OUT/model/model; fi`;
      const world = await worldOf(graph({ train: { script, retries: 0 } }));
      const told = { toldToEnd: true, env: { TOLD: '1' } };
      const played = await playWorkflow(world, { train: [told, told, {}] });
      expect(played.conclude?.outcome).toBe('done');
      const tries = await world.store.runs.tries(RUN, 1, 'train');
      expect(tries.map(({ manifest }) => manifest?.verdict)).toEqual([
        'failed',
        'failed',
        'succeeded',
      ]);
      expect(tries[0].manifest?.because.slice(0, 2)).toEqual([
        expect.stringMatching(/being ended from outside/),
        expect.stringMatching(words),
      ]);
    },
  );

  it('count a command that was killed against nobody', async () => {
    const world = await worldOf(
      graph({ train: { script: 'kill -9 $$', retries: 0 } }),
    );
    await playWorkflow(world, { train: [{}, {}] });
    const tries = await world.store.runs.tries(RUN, 1, 'train');
    expect(tries.map(({ manifest }) => manifest?.because[0])).toEqual([
      expect.stringMatching(/SIGKILL: .*for want of memory/),
      expect.stringMatching(/SIGKILL: .*for want of memory/),
    ]);
  });

  it('seal what a command left that decided to block, and never try it again', async () => {
    const script =
      'echo half > $TRAINYARD_OUT/model/half; echo not today; exit 10';
    const world = await worldOf(graph({ train: { script, retries: 3 } }));
    const played = await playWorkflow(world, { train: [{}, {}] });
    expect(played.pods).toEqual(['prepare', 'train(0)', 'conclude']);
    expect(played.conclude?.outcome).toBe('done');
    expect(await endOf(world)).toMatchObject({
      status: 'blocked',
      steps: { train: 'blocked', score: 'skipped' },
    });
    const train = await world.store.runs.findStep(RUN, 1, 'train');
    expect(train?.because).toEqual([
      expect.stringMatching(/decided to block/),
      '  not today',
    ]);
    expect(Object.keys(train?.outputs ?? {})).toEqual(['model']);
  });

  it('refuse a further try of what has blocked, should one be made', async () => {
    const world = await worldOf(
      graph({ train: { script: 'exit 10', retries: 3 } }),
    );
    await world.prepare();
    await world.command('train');
    const again = await world.command('train', { retries: 1 });
    expect(again.fetch).toMatchObject({
      outcome: 'no further try',
      because: expect.stringMatching(/decided to block/),
    });
  });

  it('let a built-in judge what a command wrote', async () => {
    const script = 'echo NaN > $TRAINYARD_OUT/predictions/rows';
    const world = await worldOf(graph({ score: { script } }));
    await playWorkflow(world);
    const score = await world.store.runs.findStep(RUN, 1, 'score');
    expect(score).toMatchObject({
      verdict: 'failed',
      because: ['a prediction is NaN'],
      outputs: {},
    });
    expect(await endOf(world)).toMatchObject({
      status: 'failed',
      steps: { train: 'succeeded', evaluate: 'skipped' },
    });
  });

  it('say of a command whose pod never began that it did not', async () => {
    const world = await worldOf(graph());
    await world.prepare();
    const done = await world.conclude({ train: 'none', score: 'none' });
    expect(done.outcome).toBe('attempt failed');
    const train = await world.store.runs.findStep(RUN, 1, 'train');
    expect(train?.because[0]).toMatch(/never came to start/);
    expect(await endOf(world)).toMatchObject({
      status: 'failed',
      steps: { train: 'failed', score: 'skipped' },
    });
  });

  it('leave an attempt alone that another workflow has claimed', async () => {
    const world = await worldOf(graph());
    const claims = await Promise.all([
      world.prepare({ host: 'argo/a/one' }),
      world.prepare({ host: 'argo/b/two' }),
    ]);
    const taken = claims.filter(({ outcome }) => outcome !== 'done');
    expect(taken).toEqual([
      {
        outcome: 'attempt failed',
        because: expect.stringMatching(/is being executed by argo/),
      },
    ]);
  });

  it('find their own claim when they are tried again', async () => {
    const world = await worldOf(graph());
    await world.prepare();
    const again = await world.prepare();
    expect(again).toMatchObject({
      outcome: 'done',
      answers: new Map([
        ['train', 'execute'],
        ['score', 'execute'],
        ['conclude', 'execute'],
      ]),
    });
    expect(await world.store.runs.tries(RUN, 1, 'data')).toHaveLength(1);
  });

  it('refuse a request that does not fit the store', async () => {
    const world = await worldOf(graph());
    expect(await world.prepare({ run: 'unknown' })).toMatchObject({
      outcome: 'refused',
      because: expect.stringMatching(/unknown is not in the store/),
    });
    expect(await world.prepare({ plan: 'a'.repeat(64) })).toMatchObject({
      outcome: 'refused',
      because: expect.stringMatching(/another plan/),
    });
  });
});

import { databaseDatasetStore } from '../../datasets/databaseDatasetStore';
import { databaseModelStore } from '../../models/databaseModelStore';
import { forEachDatabase } from '../../testing/databases';
import type { Script } from '../testing/sealedSteps';
import { World } from '../testing/world';

// A database is slow to make where others work on the same machine.
jest.setTimeout(30_000);

forEachDatabase(open => {
  async function endedRun(
    script: Script,
    change: Parameters<World['submit']>[1] = {},
  ) {
    const world = new World(await open());
    await world.submit('run-1', change);
    await world.execute('run-1', script);
    await world.reconciler().tick();
    const { summary } = await world.entry('run-1');
    return { world, summary };
  }

  const versionsOf = async ({ knex }: World) =>
    (await databaseModelStore(knex).find('default', 'flight_delay'))
      ?.versionList ?? [];

  it('publishes the dataset with what was found in it', async () => {
    const { world } = await endedRun({});
    const found = await databaseDatasetStore(world.knex).find(
      'default',
      'flight_delay',
    );
    expect(found?.versionList).toMatchObject([
      {
        run: 'run-1',
        rows: 100,
        verdict: 'passed',
        owner: 'group:default/flights',
        split: { rows_in: 100 },
      },
    ]);
    expect(found?.versionList[0].columns.slice(0, 4)).toEqual([
      { name: 'example_id', type: 'string', nulls: null },
      { name: 'prediction_time', type: 'timestamp', nulls: null },
      { name: 'hour', type: 'int', nulls: 5 },
      { name: 'late_v1', type: 'label (0 or 1)', nulls: null },
    ]);
  });

  it('registers a candidate that is bound to its evidence, once', async () => {
    const { world, summary } = await endedRun({});
    await world.submit('run-2');
    await world.execute('run-2');
    await world.reconciler().tick();
    expect(summary.model).toEqual({ name: 'flight_delay', version: 1 });
    expect(await versionsOf(world)).toMatchObject([
      {
        version: 1,
        stage: 'candidate',
        because: [],
        run: 'run-1',
        headline: { metric: 'test.calibrated.auc' },
        metrics: { 'train-model.loss': 1 },
        evidence: {
          gates: expect.any(String),
          calibration: expect.any(String),
        },
      },
    ]);
  });

  it('keeps a model that the gates blocked as blocked', async () => {
    const { world, summary } = await endedRun({ auc: 0.2 });
    expect(summary).toMatchObject({
      state: 'blocked',
      because: expect.stringContaining('auc failed: Measured'),
      gates: { passed: 1, blocked: 1, total: 2 },
    });
    expect(await versionsOf(world)).toMatchObject([
      { stage: 'blocked', because: [{ id: 'auc', reason: 'failed' }] },
    ]);
  });

  it('publishes a dataset that its checks blocked, and registers nothing', async () => {
    const { world, summary } = await endedRun({ nulls: 50 });
    expect(summary).toMatchObject({
      state: 'blocked',
      because: expect.stringContaining('null_rate(hour) failed'),
      gates: null,
      headline: null,
    });
    expect(await versionsOf(world)).toEqual([]);
    const found = await databaseDatasetStore(world.knex).find(
      'default',
      'flight_delay',
    );
    expect(found?.versionList).toMatchObject([{ verdict: 'blocked' }]);
  });

  it.each([
    ['identical', {}],
    ['within band', { weights: 'other weights' }],
    ['diverged', { auc: 0.8 }],
  ] as const)('compares a reproduction: %s', async (verdict, script) => {
    const world = new World(await open());
    await world.submit('run-1');
    await world.execute('run-1');
    await world.submit('run-2', { purpose: 'reproduction', parent: 'run-1' });
    await world.execute('run-2', script);
    await world.reconciler().tick();
    expect(await world.entry('run-2')).toMatchObject({
      reproduction: { verdict },
      summary: { state: 'succeeded' },
    });
    expect(await versionsOf(world)).toHaveLength(1);
  });

  it('says why a reproduction cannot be compared', async () => {
    const { summary } = await endedRun(
      {},
      { purpose: 'reproduction', parent: 'run-0' },
    );
    expect(summary).toMatchObject({
      state: 'succeeded',
      because: expect.stringContaining('the run run-0 is not in the store'),
    });
  });
});

import type { DatasetVersion } from '@trainyard/backstage-plugin-ml-training-common';
import type { Knex } from 'knex';
import { databaseReconcilerLease } from '../reconciler/databaseReconcilerLease';
import type { Fence } from '../reconciler/lease';
import { databaseRunStore } from '../runs/databaseRunStore';
import { forEachDatabase } from '../testing/databases';
import { newRun } from '../testing/newRuns';
import { databaseDatasetStore } from './databaseDatasetStore';
import type { DatasetStore } from './datasetStore';

function versionOf(
  version: string,
  change: Partial<DatasetVersion> = {},
): DatasetVersion {
  return {
    namespace: 'default',
    name: 'flights',
    version,
    tree: 'a'.repeat(64),
    logical: null,
    rows: 1000,
    columns: [{ name: 'distance', type: 'DOUBLE', nulls: 0 }],
    split: null,
    checks: [],
    verdict: 'passed',
    run: 'run-1',
    pipeline: 'component:default/flight-delay',
    owner: 'group:default/punctuality',
    publishedAt: '2026-07-02T08:00:00.000Z',
    ...change,
  };
}

forEachDatabase(open => {
  let knex: Knex;
  let datasets: DatasetStore;
  let fence: Fence;

  beforeEach(async () => {
    knex = await open();
    datasets = databaseDatasetStore(knex);
    const held = await databaseReconcilerLease(knex).hold('me', 600);
    if (!held) throw new Error('The lease is free in an empty database');
    fence = held;
  });

  describe('publishing a dataset version', () => {
    it('happens once, however often and how many at once say it', async () => {
      const outcomes = await Promise.all(
        Array.from({ length: 6 }, () =>
          datasets.publish(versionOf('1'), fence),
        ),
      );
      expect([...outcomes].sort()).toEqual([
        ...Array(5).fill('already published'),
        'published',
      ]);
      expect(await datasets.find('default', 'flights')).toMatchObject({
        versions: 1,
      });
    });

    it('binds a version to one content for ever', async () => {
      await datasets.publish(versionOf('1'), fence);
      await expect(
        datasets.publish(versionOf('1', { tree: 'b'.repeat(64) }), fence),
      ).rejects.toThrow(
        'The dataset flights 1 of default is aaaaaaaaaaaa; it cannot become bbbbbbbbbbbb.',
      );
    });

    it('leaves a name to the pipeline that published it first, in each namespace', async () => {
      await datasets.publish(versionOf('1'), fence);
      const thief = { pipeline: 'component:default/thief' };
      expect(await datasets.publish(versionOf('2', thief), fence)).toBe(
        'owned by another',
      );
      expect(
        await datasets.publish(
          versionOf('2', { ...thief, namespace: 'other' }),
          fence,
        ),
      ).toBe('published');
    });

    it('writes nothing when a later epoch has begun', async () => {
      expect(
        await datasets.publish(versionOf('1'), { epoch: fence.epoch - 1 }),
      ).toBe('fenced');
      expect(await datasets.find('default', 'flights')).toBeUndefined();
    });
  });

  it('shows a dataset with its versions, their rows, and who trained on it', async () => {
    const runs = databaseRunStore(knex);
    await runs.create(newRun());
    await runs.create(newRun({ run: 'run-2', dataset: null }));
    const elsewhere = {
      entity: 'component:other/p',
      name: 'p',
      namespace: 'other',
    };
    await runs.create(newRun({ run: 'run-3', pipeline: elsewhere }));
    for (const [i, version] of ['b', 'a'].entries()) {
      await datasets.publish(
        versionOf(version, { rows: i === 0 ? null : 10 }),
        fence,
      );
    }
    const found = await datasets.find('default', 'flights');
    expect(found).toMatchObject({
      entity: 'dataset:default/flights',
      versions: 2,
      newest: versionOf('a', { rows: 10 }),
      rowsTrend: [
        { version: 'b', rows: null },
        { version: 'a', rows: 10 },
      ],
      trainedOn: [{ run: 'run-1', state: 'queued', model: 'delay' }],
    });
    expect(found?.versionList.map(({ version }) => version)).toEqual([
      'a',
      'b',
    ]);
    expect(found?.trainedOn).toHaveLength(1);
  });

  it('lists datasets that one may see, with their newest version', async () => {
    await datasets.publish(versionOf('1'), fence);
    await datasets.publish(
      versionOf('1', { name: 'weather', owner: 'group:default/sky' }),
      fence,
    );
    const page = await datasets.list(
      { text: 'E' },
      { rows: 'some', where: { owners: ['group:default/sky'] } },
    );
    expect(page.items).toMatchObject([
      { name: 'weather', newest: { version: '1' } },
    ]);
    expect(page.total).toBe(1);
  });
});

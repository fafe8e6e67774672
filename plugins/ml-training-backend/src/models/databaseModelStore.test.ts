import type { Knex } from 'knex';
import { QueryError } from '../database/queryError';
import type { Visibility } from '../permissions/visibility';
import { databaseReconcilerLease } from '../reconciler/databaseReconcilerLease';
import type { Fence } from '../reconciler/lease';
import { forEachDatabase } from '../testing/databases';
import { databaseModelStore } from './databaseModelStore';
import type { ModelStore, NewModelVersion } from './modelStore';

const ALL: Visibility = { rows: 'all' };

function versionOf(
  evidence: number,
  change: Partial<NewModelVersion> = {},
): NewModelVersion {
  return {
    namespace: 'default',
    name: 'delay',
    stage: 'candidate',
    because: [],
    run: `run-${evidence}`,
    pipeline: 'component:default/flight-delay',
    owner: 'group:default/punctuality',
    dataset: { name: 'flights', version: '20260702_001' },
    model: 'a'.repeat(64),
    evidenceDigest: evidence.toString(16).padStart(64, '0'),
    evidence: { evaluation: 'b'.repeat(64) },
    metrics: { auc: 0.7 },
    headline: {
      metric: 'auc',
      value: evidence / 100,
      better: 'higher',
      change: null,
    },
    ...change,
  };
}

forEachDatabase(open => {
  let knex: Knex;
  let models: ModelStore;
  let fence: Fence;

  beforeEach(async () => {
    knex = await open();
    models = databaseModelStore(knex);
    const held = await databaseReconcilerLease(knex).hold('me', 600);
    if (!held) throw new Error('The lease is free in an empty database');
    fence = held;
  });

  describe('registering model versions', () => {
    it('counts them without gaps, also those that come at once', async () => {
      const outcomes = await Promise.all(
        Array.from({ length: 12 }, (_, i) =>
          models.register(versionOf(i % 6), fence),
        ),
      );
      const numbers = outcomes.map(it => ('version' in it ? it.version : 0));
      expect(new Set(numbers)).toEqual(new Set([1, 2, 3, 4, 5, 6]));
      const registered = outcomes.filter(
        ({ outcome }) => outcome === 'registered',
      );
      expect(registered).toHaveLength(6);
      // Equal evidence is the same version, whoever came first.
      expect(numbers.slice(6)).toEqual(numbers.slice(0, 6));
    });

    it('counts each name of each namespace by itself', async () => {
      await models.register(versionOf(1), fence);
      for (const change of [{ name: 'other' }, { namespace: 'other' }]) {
        expect(await models.register(versionOf(1, change), fence)).toEqual({
          outcome: 'registered',
          version: 1,
        });
      }
    });

    it('leaves a name to the pipeline that used it first', async () => {
      await models.register(versionOf(1), fence);
      expect(
        await models.register(
          versionOf(2, { pipeline: 'component:default/thief' }),
          fence,
        ),
      ).toEqual({ outcome: 'owned by another' });
      const found = await models.find('default', 'delay');
      expect(found).toMatchObject({
        versions: 1,
        pipeline: 'component:default/flight-delay',
      });
    });

    it('writes nothing when a later epoch has begun', async () => {
      expect(
        await models.register(versionOf(1), { epoch: fence.epoch - 1 }),
      ).toEqual({ outcome: 'fenced' });
      expect(await models.find('default', 'delay')).toBeUndefined();
    });

    it('follows its pipeline to a new owner', async () => {
      await models.register(versionOf(1), fence);
      await models.register(
        versionOf(2, { owner: 'group:default/heirs' }),
        fence,
      );
      const heirs: Visibility = {
        rows: 'some',
        where: { owners: ['group:default/heirs'] },
      };
      expect((await models.list({}, heirs)).items).toHaveLength(1);
    });
  });

  it('shows a model with its versions, newest first, and the trend of them, oldest first', async () => {
    const wanted = Array.from({ length: 35 }, (_, i) =>
      versionOf(i + 1, i === 33 ? { headline: null, stage: 'blocked' } : {}),
    );
    for (const version of wanted) await models.register(version, fence);
    const found = await models.find('default', 'delay');
    expect(found).toMatchObject({
      entity: 'model:default/delay',
      versions: 35,
      champion: null,
      newest: { ...wanted[34], version: 35 },
    });
    expect(found?.versionList.map(({ version }) => version)).toEqual(
      wanted.map((_, i) => 35 - i),
    );
    expect(found?.trend[0]).toEqual({
      version: 6,
      headline: wanted[5].headline,
    });
    // One without a headline has no place in the trend.
    expect(found?.trend).toHaveLength(29);
    expect(
      Math.abs(Date.parse(found?.newest?.registeredAt ?? '') - Date.now()),
    ).toBeLessThan(60_000);
  });

  describe('a list of models', () => {
    beforeEach(async () => {
      const owners = {
        a: 'group:default/a',
        'B 100%': 'group:default/b',
        c: 'group:default/a',
      };
      for (const [name, owner] of Object.entries(owners)) {
        await models.register(versionOf(1, { name, owner }), fence);
      }
      await models.register(
        versionOf(1, { name: 'a', namespace: 'other' }),
        fence,
      );
    });

    const names = async (query: Parameters<ModelStore['list']>[0]) =>
      (await models.list(query, ALL)).items.map(
        ({ namespace, name }) => `${namespace}/${name}`,
      );

    it('is by name, in pages that go forth and back', async () => {
      const all = ['default/B 100%', 'default/a', 'other/a', 'default/c'];
      expect(await names({})).toEqual(all);
      const first = await models.list({ limit: 2 }, ALL);
      expect(first).toMatchObject({ total: 4, previous: null });
      const cursor = first.next ?? '';
      expect(await names({ limit: 2, cursor })).toEqual(all.slice(2));
      const second = await models.list({ limit: 2, cursor }, ALL);
      expect(second.next).toBeNull();
      expect(await names({ limit: 2, cursor: second.previous ?? '' })).toEqual(
        all.slice(0, 2),
      );
      await expect(models.list({ text: 'a', cursor }, ALL)).rejects.toThrow(
        QueryError,
      );
    });

    it('is narrowed by owner and by a part of the name as it stands', async () => {
      expect(await names({ owner: ['group:default/a'] })).toEqual([
        'default/a',
        'default/c',
      ]);
      expect(await names({ text: 'b 1' })).toEqual(['default/B 100%']);
      expect(await names({ text: '%' })).toEqual(['default/B 100%']);
      expect(await names({ text: '_' })).toEqual([]);
    });

    it('holds only what one may see', async () => {
      const page = await models.list(
        {},
        { rows: 'some', where: { namespaces: ['other'] } },
      );
      expect(page).toMatchObject({ total: 1, items: [{ namespace: 'other' }] });
    });
  });
});

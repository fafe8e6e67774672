import type { Knex } from 'knex';
import { forEachDatabase } from '../testing/databases';
import { databaseReconcilerLease } from './databaseReconcilerLease';
import { holdsLease } from './holdsLease';
import type { ReconcilerLease } from './lease';

forEachDatabase((open, name) => {
  let knex: Knex;
  let lease: ReconcilerLease;

  beforeEach(async () => {
    knex = await open();
    lease = databaseReconcilerLease(knex);
  });

  describe('the reconciler’s lease', () => {
    it('belongs to one holder until it runs out or is let go', async () => {
      const mine = await lease.hold('a', 60);
      expect(mine).toEqual({ epoch: 1 });
      expect(await lease.hold('b', 60)).toBeUndefined();
      await lease.release({ epoch: 1 });
      expect(await lease.hold('b', 60)).toEqual({ epoch: 2 });
      expect(await lease.hold('a', 60)).toBeUndefined();
    });

    it('keeps its epoch while the same holder renews it in time', async () => {
      await lease.hold('a', 60);
      expect(await lease.hold('a', 60)).toEqual({ epoch: 1 });
    });

    it('begins a new epoch once it had run out, also for the same holder', async () => {
      await lease.hold('a', 0);
      expect(await lease.hold('a', 0)).toEqual({ epoch: 2 });
      expect(await lease.hold('b', 60)).toEqual({ epoch: 3 });
    });

    it('is not let go by who no longer holds it', async () => {
      await lease.hold('a', 0);
      await lease.hold('b', 60);
      await lease.release({ epoch: 1 });
      expect(await lease.hold('a', 60)).toBeUndefined();
    });

    it('is taken by one of many who try at once', async () => {
      const tried = await Promise.all(
        Array.from({ length: 10 }, (_, i) => lease.hold(`holder ${i}`, 60)),
      );
      expect(tried.filter(fence => fence !== undefined)).toEqual([
        { epoch: 1 },
      ]);
    });

    it('proves to a transaction that no later epoch has begun', async () => {
      await lease.hold('a', 0);
      await lease.hold('b', 60);
      const holds = (epoch: number) =>
        knex.transaction(trx => holdsLease(trx, { epoch }));
      expect(await holds(1)).toBe(false);
      expect(await holds(2)).toBe(true);
    });
  });

  // On SQLite nobody else can even ask while a transaction goes on.
  if (name === 'Postgres') {
    it('lets no epoch begin while a transaction relies on the last one', async () => {
      await lease.hold('a', 0);
      const order: string[] = [];
      let taken: Promise<unknown> | undefined;
      await knex.transaction(async trx => {
        expect(await holdsLease(trx, { epoch: 1 })).toBe(true);
        taken = lease.hold('b', 60).then(() => order.push('taken'));
        await waitingForLocks(knex);
        order.push('written');
      });
      await taken;
      expect(order).toEqual(['written', 'taken']);
    });

    it('waits for no transaction that says nothing any more', async () => {
      await lease.hold('a', 0);
      await knex.transaction(async trx => {
        await holdsLease(trx, { epoch: 1 });
        const { rows } = await trx.raw<{ rows: { setting: string }[] }>(
          `SELECT setting FROM pg_settings
            WHERE name = 'idle_in_transaction_session_timeout'`,
        );
        expect(rows).toEqual([{ setting: '5000' }]);
      });
      const { rows } = await knex.raw<{ rows: { setting: string }[] }>(
        `SELECT setting FROM pg_settings
          WHERE name = 'idle_in_transaction_session_timeout'`,
      );
      expect(rows).toEqual([{ setting: '0' }]);
    });
  }
});

/** Until somebody waits for a lock; asked outside of the transaction, which sees one moment only. */
async function waitingForLocks(knex: Knex): Promise<void> {
  for (;;) {
    const { rows } = await knex.raw<{ rows: unknown[] }>(
      `SELECT 1 FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if (rows.length > 0) return;
  }
}

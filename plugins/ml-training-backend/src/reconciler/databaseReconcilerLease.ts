import type { Knex } from 'knex';
import { dialectOf, NOW } from '../database/dialect';
import { rowsOf, sql, words } from '../database/sql';
import type { Fence, ReconcilerLease } from './lease';

/** The lease as a row; each verb is one statement, which the database orders. */
export function databaseReconcilerLease(knex: Knex): ReconcilerLease {
  const now = words(NOW[dialectOf(knex)]);
  return {
    async hold(holder, seconds): Promise<Fence | undefined> {
      const [taken] = await rowsOf<{ epoch: number | string }>(
        knex,
        sql`UPDATE reconciler_lease SET
            epoch = CASE WHEN holder = ${holder} AND expires_at > ${now}
              THEN epoch ELSE epoch + 1 END,
            holder = ${holder},
            expires_at = ${now} + ${Math.round(seconds * 1000)}
          WHERE id = 1 AND (holder = ${holder} OR expires_at <= ${now})
          RETURNING epoch`,
      );
      return taken && { epoch: Number(taken.epoch) };
    },
    async release({ epoch }) {
      await knex('reconciler_lease')
        .where({ id: 1, epoch })
        .update({ expires_at: 0 });
    },
  };
}

import type { Knex } from 'knex';
import { dialectOf } from '../database/dialect';
import type { Fence } from './lease';

/**
 * As long as a transaction may keep everybody waiting without a word: a process that
 * is paused in the midst of one would else hold the lease's row until it wakes up.
 */
const LONGEST_SILENCE_MILLISECONDS = 5_000;

/**
 * Whether nobody else has begun to reconcile. On Postgres the row stays locked until
 * the transaction ends, so that no epoch begins between this and what is written; the
 * database ends one that says nothing for too long. On SQLite there is one connection,
 * which is in the transaction.
 */
export async function holdsLease(
  trx: Knex.Transaction,
  { epoch }: Fence,
): Promise<boolean> {
  const query = trx<{ id: number; epoch: number | string }>('reconciler_lease')
    .where({ id: 1 })
    .forShare();
  if (dialectOf(trx) === 'postgres') {
    query.select(
      trx.raw(`set_config('idle_in_transaction_session_timeout', ?, true)`, [
        String(LONGEST_SILENCE_MILLISECONDS),
      ]),
    );
  }
  const lease = await query.first('epoch');
  return lease !== undefined && Number(lease.epoch) === epoch;
}

import type { Knex } from 'knex';
import type { Fence } from './lease';

/**
 * Whether nobody else has begun to reconcile. On Postgres the row stays locked until
 * the transaction ends, so that no epoch begins between this and what is written; on
 * SQLite there is one connection, which is in the transaction.
 */
export async function holdsLease(
  trx: Knex.Transaction,
  { epoch }: Fence,
): Promise<boolean> {
  const lease = await trx<{ id: number; epoch: number | string }>(
    'reconciler_lease',
  )
    .where({ id: 1 })
    .forShare()
    .first('epoch');
  return lease !== undefined && Number(lease.epoch) === epoch;
}

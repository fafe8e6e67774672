import type { Knex } from 'knex';
import { dialectOf, NOW } from '../../database/dialect';
import { rowsOf, sql, words } from '../../database/sql';
import type { RunRow } from './rows';

/** Notes who wants the newest attempt to stop; the reconciler stops it. Whoever asked first stays noted. */
export async function askToStop(
  knex: Knex,
  run: string,
  by: string,
): Promise<'asked' | 'has ended' | 'unknown'> {
  return knex.transaction(async trx => {
    const row = await trx<RunRow>('runs')
      .where({ run })
      .forUpdate()
      .first('seq', 'attempt', 'ended');
    if (!row) return 'unknown';
    if (row.ended === 1) return 'has ended';
    const noted = await rowsOf(
      trx,
      sql`UPDATE run_attempts
        SET stop_by = ${by}, stop_at = ${words(NOW[dialectOf(trx)])}
        WHERE seq = ${row.seq} AND attempt = ${row.attempt} AND stop_by IS NULL
        RETURNING attempt`,
    );
    if (noted.length > 0) {
      await trx('runs').where({ seq: row.seq }).increment('revision', 1);
    }
    return 'asked';
  });
}

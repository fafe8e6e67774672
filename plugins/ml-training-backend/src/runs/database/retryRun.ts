import type { Knex } from 'knex';
import { dialectOf, NOW } from '../../database/dialect';
import { rowsOf, sql, words } from '../../database/sql';
import type { RunRow } from './rows';

export type RetryOutcome =
  | { readonly outcome: 'queued'; readonly attempt: number }
  | { readonly outcome: 'still going' | 'unknown' };

/**
 * Begins another attempt where the newest is over or lost. Whoever comes second
 * with the same attempt in mind learns of the one that the first began.
 */
export async function retryRun(
  knex: Knex,
  run: string,
  after: number,
): Promise<RetryOutcome> {
  return knex.transaction(async (trx): Promise<RetryOutcome> => {
    const row = await trx<RunRow>('runs')
      .where({ run })
      .forUpdate()
      .first('seq', 'attempt', 'state', 'ended', 'engine');
    if (!row || row.attempt < after) return { outcome: 'unknown' };
    if (row.attempt > after) return { outcome: 'queued', attempt: row.attempt };
    if (row.ended === 0 && row.state !== 'lost') {
      return { outcome: 'still going' };
    }
    const attempt = after + 1;
    await rowsOf(
      trx,
      sql`INSERT INTO run_attempts (seq, attempt, engine, state, submitted_at)
        VALUES (${row.seq}, ${attempt}, ${row.engine}, 'queued',
          ${words(NOW[dialectOf(trx)])}) RETURNING attempt`,
    );
    // Metrics stay: what was sealed is kept, and the new attempt measures anew.
    await trx('runs')
      .where({ seq: row.seq })
      .update({
        attempt,
        state: 'queued',
        ended: 0,
        because: null,
        started_at: null,
        ended_at: null,
        duration_ms: null,
        headline_metric: null,
        headline_value: null,
        headline_better: null,
        headline_change: null,
        gates_passed: null,
        gates_blocked: null,
        gates_total: null,
        steps_done: 0,
        reproduction: null,
        revision: trx.raw('revision + 1'),
      });
    return { outcome: 'queued', attempt };
  });
}

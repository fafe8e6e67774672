import type { MetricPoint } from '@trainyard/backstage-plugin-ml-training-common';
import type { Knex } from 'knex';
import { insertRows } from '../../database/insertRows';

/**
 * Adds points of curves. A training step has one value: one that is repeated, say
 * by a later attempt, takes the place of the first. A point without a training step
 * belongs to no curve, and one that is no finite number has no place in one: both
 * are left out.
 *
 * @returns how many were added or changed
 */
export async function writePoints(
  trx: Knex.Transaction,
  seq: number,
  points: readonly MetricPoint[],
  ids: ReadonlyMap<string, number>,
): Promise<number> {
  const rows = new Map<string, readonly number[]>();
  for (const { name, step, value } of points) {
    const id = ids.get(name);
    if (id === undefined || step === undefined || !Number.isFinite(value)) {
      continue;
    }
    rows.set(`${id} ${step}`, [seq, id, step, value]);
  }
  return insertRows(trx, {
    into: 'metric_points',
    columns: ['seq', 'name_id', 'step', 'value'],
    rows: [...rows.values()],
    onConflict: { key: ['seq', 'name_id', 'step'], update: ['value'] },
  });
}

import type { MetricPoint } from '@trainyard/backstage-plugin-ml-training-common';
import type { Knex } from 'knex';
import { writePoints } from './writePoints';
import type { FieldNames } from './fieldNames';
import type { RunRow } from './rows';

/** @throws where there is no such run */
export async function addPoints(
  { knex, names }: { readonly knex: Knex; readonly names: FieldNames },
  run: string,
  points: readonly MetricPoint[],
): Promise<void> {
  const ids = await names.number(points.map(({ name }) => name));
  await knex.transaction(async trx => {
    const row = await trx<RunRow>('runs').where({ run }).first('seq');
    if (!row) throw new Error(`There is no run ${run} to add points to`);
    const added = await writePoints(trx, row.seq, points, ids);
    if (added > 0) {
      await trx('runs').where({ seq: row.seq }).increment('revision', 1);
    }
  });
}

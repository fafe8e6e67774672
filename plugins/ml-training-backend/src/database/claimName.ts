import type { Knex } from 'knex';
import type { NamedRow } from './paging/namedPages';

/**
 * The row of a name, made by whoever publishes under it first, and locked until the
 * transaction ends: versions of a name are counted one after the other.
 *
 * @returns undefined where the name belongs to another pipeline
 */
export async function claimName(
  trx: Knex.Transaction,
  table: 'datasets' | 'models',
  {
    namespace,
    name,
    pipeline,
    owner,
  }: Pick<NamedRow, 'namespace' | 'name' | 'pipeline' | 'owner'>,
): Promise<NamedRow | undefined> {
  await trx<NamedRow>(table)
    .insert({ namespace, name, pipeline, owner, versions: 0 })
    .onConflict(['namespace', 'name'])
    .ignore();
  const row = await trx<NamedRow>(table)
    .where({ namespace, name })
    .forUpdate()
    .first();
  return row?.pipeline === pipeline ? row : undefined;
}

/** A pipeline may have changed hands: the newest version's owner owns the name. */
export async function countVersion(
  trx: Knex.Transaction,
  table: 'datasets' | 'models',
  { namespace, name }: Pick<NamedRow, 'namespace' | 'name'>,
  counted: Pick<NamedRow, 'versions' | 'owner'>,
): Promise<void> {
  await trx<NamedRow>(table).where({ namespace, name }).update(counted);
}

import type { Knex } from 'knex';
import type { NamedRow } from './paging/namedPages';
import { joined, list, rowsOf, sql, words } from './sql';

/**
 * The last versions of each name, newest first, at most so many of each.
 *
 * @param counted - the column that counts the versions of a name from 1
 */
export async function newestVersions<Row>(
  knex: Knex,
  {
    names,
    versions,
    counted,
    columns,
    most,
  }: {
    readonly names: 'datasets' | 'models';
    readonly versions: 'dataset_versions' | 'model_versions';
    readonly counted: 'position' | 'version';
    readonly columns: readonly string[];
    readonly most: number;
  },
  rows: readonly Pick<NamedRow, 'namespace' | 'name'>[],
): Promise<readonly Row[]> {
  if (rows.length === 0) return [];
  const wanted = joined(
    rows.map(({ namespace, name }) => list([namespace, name])),
    ', ',
  );
  const selected = words(
    ['namespace', 'name', ...columns].map(it => `v.${it}`).join(', '),
  );
  return rowsOf<Row>(
    knex,
    sql`SELECT ${selected} FROM ${words(names)} AS n
      JOIN ${words(versions)} AS v ON v.namespace = n.namespace AND v.name = n.name
      WHERE (n.namespace, n.name) IN (VALUES ${wanted})
        AND v.${words(counted)} > n.versions - ${most}
      ORDER BY v.${words(counted)} DESC`,
  );
}

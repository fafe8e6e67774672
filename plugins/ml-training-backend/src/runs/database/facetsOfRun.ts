import type { RunFacets } from '@trainyard/backstage-plugin-ml-training-common';
import type { Knex } from 'knex';
import { storable } from '../../database/columns';
import { insertRows } from '../../database/insertRows';
import { rowsOf, sql, words } from '../../database/sql';
import type { Visibility } from '../../permissions/visibility';
import { visibleRows } from '../../permissions/visibleRows';

type Kind =
  'pipeline' | 'owner' | 'model' | 'dataset' | 'engine' | 'metric' | 'param';

/** Namespace, owner, kind, value, label. */
type Facet = readonly [string, string, Kind, string, string];

/**
 * What there is to filter by. Rows are added when a run first brings something, and
 * never go; this remembers which are there, so that most runs add none.
 */
export interface Facets {
  newOf(
    namespace: string,
    owner: string,
    facets: readonly (readonly [Kind, string, string?])[],
  ): readonly Facet[];
  /** After the transaction that added them has ended well. */
  remember(facets: readonly Facet[]): void;
}

export function facetMemory(): Facets {
  const known = new Set<string>();
  const keyOf = (facet: Facet) => JSON.stringify(facet.slice(0, 4));
  return {
    newOf(namespace, owner, facets) {
      return facets
        .map(([kind, value, label = value]): Facet => [
          namespace,
          owner,
          kind,
          storable(value),
          storable(label),
        ])
        .filter(facet => !known.has(keyOf(facet)));
    },
    remember(facets) {
      for (const facet of facets) known.add(keyOf(facet));
    },
  };
}

export async function addFacets(
  trx: Knex.Transaction,
  facets: readonly Facet[],
): Promise<void> {
  const byKey = new Map(
    facets.map(facet => [facet.slice(0, 4).join('\n'), facet]),
  );
  await insertRows(trx, {
    into: 'run_facets',
    columns: ['namespace', 'owner', 'kind', 'value', 'label'],
    // Two who insert in one order cannot wait for each other.
    rows: [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, it]) => it),
    onConflict: {
      key: ['namespace', 'owner', 'kind', 'value'],
      update: [],
    },
  });
}

/** Only of runs that the caller may see. */
export async function facetsOfRuns(
  knex: Knex,
  visible: Visibility,
): Promise<RunFacets> {
  const where = visibleRows(visible, {
    owner: words('owner'),
    namespace: words('namespace'),
  });
  const rows = await rowsOf<{ kind: Kind; value: string; label: string }>(
    knex,
    sql`SELECT kind, value, min(label) AS label FROM run_facets
      WHERE ${where} GROUP BY kind, value ORDER BY kind, value`,
  );
  const of = (kind: Kind) => rows.filter(row => row.kind === kind);
  const valuesOf = (kind: Kind) => of(kind).map(({ value }) => value);
  return {
    pipelines: of('pipeline').map(({ value, label }) => ({
      entity: value,
      name: label,
    })),
    owners: valuesOf('owner'),
    models: valuesOf('model'),
    datasets: valuesOf('dataset'),
    engines: valuesOf('engine'),
    metrics: valuesOf('metric'),
    params: valuesOf('param'),
  };
}

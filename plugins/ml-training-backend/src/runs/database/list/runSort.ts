import {
  parseRunField,
  RUN_SORTS,
  RUN_STATES,
  type RunField,
  type RunsQuery,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { Order, OrderKey } from '../../../database/paging/order';
import { QueryError } from '../../../database/queryError';
import { sql, words, type Sql } from '../../../database/sql';
import { FIELD_TABLES, idOf, type NameIds } from './fieldTable';

export type RunSortName = (typeof RUN_SORTS)[number];

/** By a column of runs, or by a metric or parameter. */
export type RunSort = {
  readonly by: RunSortName | RunField;
  readonly descending: boolean;
};

const always = (column: string): OrderKey => ({
  column: words(column),
  nullable: false,
});
const perhaps = (column: string): OrderKey => ({
  column: words(column),
  nullable: true,
});

/** In the order in which a reader should worry. */
const STATE_RANK = `CASE r.state ${RUN_STATES.map(
  (state, rank) => `WHEN '${state}' THEN ${rank}`,
).join(' ')} END`;

const KEYS: Readonly<Record<RunSortName, OrderKey>> = {
  submitted: always('r.submitted_at'),
  started: perhaps('r.started_at'),
  ended: perhaps('r.ended_at'),
  duration: perhaps('r.duration_ms'),
  state: always(STATE_RANK),
  pipeline: always('r.pipeline_name'),
  owner: always('r.owner'),
  engine: always('r.engine'),
  trigger: always('r.set_off_by'),
  headline: perhaps('r.headline_value'),
  // Those with most blocked gates first when descending.
  gates: perhaps('r.gates_blocked'),
};

/** These read from A to Z, or from what worries most; numbers and times from the largest. */
const ASCENDING: readonly unknown[] = [
  'state',
  'pipeline',
  'owner',
  'engine',
  'trigger',
];

/** @throws QueryError where the sort is none */
export function runSort({
  sort = 'submitted',
  order,
}: Pick<RunsQuery, 'sort' | 'order'>): RunSort {
  const by = RUN_SORTS.find(name => name === sort) ?? parseRunField(sort);
  if (!by) {
    throw new QueryError(
      `sort: expected one of ${RUN_SORTS.join(', ')}, metrics.<name> or params.<name>, found ${sort}.`,
      { text: sort, at: 0 },
    );
  }
  const descending =
    order === undefined ? !ASCENDING.includes(by) : order === 'desc';
  return { by, descending };
}

/** A sort as SQL over `runs AS r`. */
export interface SortedRuns {
  readonly order: Order;
  /** What has to be joined for it. */
  readonly join: Sql;
  /**
   * The runs that have what is sorted by, from their own table and index: a list
   * that is found in it ends before the runs that have none. Absent where the sort
   * is by a column that runs have themselves.
   */
  readonly having?: {
    readonly field: RunField;
    readonly from: Sql;
    readonly order: Order;
  };
}

export function sortedRuns(
  { by, descending }: RunSort,
  ids: NameIds,
): SortedRuns {
  if (typeof by === 'string') {
    const order = { keys: [KEYS[by]], tie: words('r.seq'), descending };
    return { order, join: words('') };
  }
  const table = FIELD_TABLES[by.of];
  const own = sql`f.name_id = ${idOf(ids, by)}`;
  const keys =
    by.of === 'metrics'
      ? [perhaps('f.value')]
      : // Numbers come before texts. Longer texts would not fit into a cursor.
        [perhaps('f.number'), perhaps('substr(f.text, 1, 200)')];
  const isThere = by.of === 'metrics' ? sql` AND f.value IS NOT NULL` : sql``;
  return {
    order: { keys, tie: words('r.seq'), descending },
    join: sql`LEFT JOIN ${table} AS f ON ${own} AND f.seq = r.seq`,
    having: {
      field: by,
      from: sql`${table} AS f WHERE ${own}${isThere}`,
      order: {
        keys: by.of === 'metrics' ? [always('f.value')] : keys,
        tie: words('f.seq'),
        descending,
      },
    },
  };
}

import type { Knex } from 'knex';
import { dialectOf } from '../../../database/dialect';
import {
  COUNTED_ROWS,
  countUpTo,
  totalOf,
} from '../../../database/paging/countUpTo';
import {
  beyond,
  orderBy,
  type Direction,
  type Order,
  type Place,
} from '../../../database/paging/order';
import {
  allOf,
  joined,
  rowsOf,
  sql,
  words,
  type Sql,
  type SqlValue,
} from '../../../database/sql';
import type { ExpressionConditions } from './expressionConditions';
import type { SortedRuns } from './runSort';

/** Which runs, in which order, and from where on. */
export interface PageQuery {
  /** On `runs AS r`. */
  readonly filters: readonly Sql[];
  readonly expression: ExpressionConditions | undefined;
  readonly sort: SortedRuns;
  /** Undefined for the first page. */
  readonly from:
    { readonly place: Place; readonly direction: Direction } | undefined;
  readonly limit: number;
}

/** One row more than the limit where there are more, in the direction of reading. */
export interface PageRead {
  readonly rows: readonly {
    readonly seq: number;
    readonly keys: readonly SqlValue[];
  }[];
  readonly total: number | null;
}

/** So many of the newest runs say how many of all there may be. */
const SAMPLE = 2000;
/** So many runs are looked at one by one, in the list's order, before all that match are sought. */
const WINDOW = 2000;
/** Where many match, they may begin later in the list's order. */
const WIDE_WINDOW = 10_000;
/** Of the sample: where more match, 10,000 are soon counted. */
const MANY = 0.25;
/** Of the sample: where fewer are left by the filters, each can be looked at. */
const FEW = 0.15;
/** Of those that the filters leave: where fewer are meant, the sets of an expression are small. */
const RARE = 0.1;

/**
 * Reads a page and counts the list. What costs is to find the runs that an
 * expression means, among all of them; which way is quick depends on how many
 * match, and no planner knows that of metrics whose names share a table. So a sample
 * is taken. Where many match, the first runs in the list's order are looked at until
 * they fill the page. Where few do, they are sought from the indexes of their
 * values, once for page and count.
 */
export async function readPage(
  knex: Knex,
  query: PageQuery,
): Promise<PageRead> {
  const { expression, filters, limit } = query;
  if (!expression) {
    const window = query.sort.having
      ? await readWindow(knex, query, WINDOW)
      : [];
    return {
      rows: window.length > limit ? window : await readDirectly(knex, query),
      total: await countUpTo(knex, sql`FROM runs AS r WHERE ${allOf(filters)}`),
    };
  }
  const { filtered, matching } = await sample(knex, filters, expression);
  const areFew = filtered <= SAMPLE * FEW && matching > filtered * RARE;
  // Postgres reads sets side by side, which is quicker than many probes.
  const areSoonCounted =
    matching >= SAMPLE * MANY &&
    (dialectOf(knex) === 'sqlite' || expression.hasUnion);
  const { bySets, byProbes } = expression;
  // A window in which too few are to be expected is not worth a look.
  const windows = [
    ...((matching / SAMPLE) * WINDOW > limit ? [WINDOW] : []),
    ...(matching >= SAMPLE * FEW ? [WIDE_WINDOW] : []),
  ];
  for (const size of windows) {
    const window = await readWindow(knex, query, size);
    if (window.length > limit) {
      return {
        rows: window,
        total: await countUpTo(
          knex,
          sql`FROM runs AS r WHERE ${allOf([...filters, areFew || areSoonCounted ? byProbes : bySets])}`,
        ),
      };
    }
  }
  return readAll(knex, query, areFew ? byProbes : bySets);
}

/** Of the newest runs: how many meet the filters, and how many of these are meant. */
async function sample(
  knex: Knex,
  filters: readonly Sql[],
  { byProbes }: ExpressionConditions,
): Promise<{ readonly filtered: number; readonly matching: number }> {
  const [counted] = await rowsOf<{
    filtered: number | string;
    matching: number | string | null;
  }>(
    knex,
    sql`WITH w AS MATERIALIZED (
        SELECT r.* FROM runs AS r ORDER BY r.submitted_at DESC, r.seq DESC LIMIT ${SAMPLE})
      SELECT count(*) AS filtered,
        sum(CASE WHEN ${byProbes} THEN 1 ELSE 0 END) AS matching
      FROM w AS r WHERE ${allOf(filters)}`,
  );
  return {
    filtered: Number(counted.filtered),
    matching: Number(counted.matching ?? 0),
  };
}

interface PageRow {
  readonly seq: number;
  readonly total?: number | string;
  readonly [key: `k${number}`]: SqlValue;
}

function columnsOf(order: Order): Sql {
  const keys = order.keys.map(
    ({ column }, i) => sql`${column} AS ${words(`k${i}`)}`,
  );
  return joined([sql`${order.tie} AS seq`, ...keys], ', ');
}

/** The same order over rows that were selected by `columnsOf`. */
function selected(order: Order, alias: string): Order {
  return {
    keys: order.keys.map(({ nullable }, i) => ({
      column: words(`${alias}.k${i}`),
      nullable,
    })),
    tie: words(`${alias}.seq`),
    descending: order.descending,
  };
}

function fromRows(rows: readonly PageRow[], { keys }: Order): PageRead['rows'] {
  return rows.map(row => ({
    seq: row.seq,
    keys: keys.map((_, i) => row[`k${i}`]),
  }));
}

function after(order: Order, { from }: PageQuery): Sql {
  return from ? beyond(order, from.place, from.direction) : allOf([]);
}

/** Of the first runs in the list's order those that match, at most as many as a page needs. */
async function readWindow(
  knex: Knex,
  query: PageQuery,
  size: number,
): Promise<PageRead['rows']> {
  const { expression, filters, sort, from, limit } = query;
  const { having } = sort;
  const direction = from?.direction ?? 'next';
  // The place lies among the runs that do not have what is sorted by.
  if (having && from?.place.keys.every(key => key === null)) return [];
  const order = having?.order ?? sort.order;
  const source = having
    ? sql`${having.from} AND ${expression?.everywhere(having.field) ?? allOf([])}`
    : sql`runs AS r WHERE 1 = 1`;
  const inWindow = selected(order, 'w');
  const conditions = [...filters, ...(expression ? [expression.byProbes] : [])];
  const rows = await rowsOf<PageRow>(
    knex,
    sql`WITH w AS MATERIALIZED (
        SELECT ${columnsOf(order)} FROM ${source} AND (${after(order, query)})
        ORDER BY ${orderBy(order, direction)} LIMIT ${size})
      SELECT w.* FROM w CROSS JOIN runs AS r
      WHERE r.seq = w.seq AND ${allOf(conditions)}
      ORDER BY ${orderBy(inWindow, direction)} LIMIT ${limit + 1}`,
  );
  return fromRows(rows, order);
}

/** Without an expression nothing is dear: the runs, or an index of theirs, are read through. */
async function readDirectly(
  knex: Knex,
  query: PageQuery,
): Promise<PageRead['rows']> {
  const { filters, sort, from, limit } = query;
  const { order } = sort;
  const rows = await rowsOf<PageRow>(
    knex,
    sql`SELECT ${columnsOf(order)} FROM runs AS r ${sort.join}
      WHERE ${allOf([...filters, after(order, query)])}
      ORDER BY ${orderBy(order, from?.direction ?? 'next')} LIMIT ${limit + 1}`,
  );
  return fromRows(rows, order);
}

/** All that match are found once, for the page and for the count. */
async function readAll(
  knex: Knex,
  query: PageQuery,
  expression: Sql,
): Promise<PageRead> {
  const { filters, sort, from, limit } = query;
  const order = selected(sort.order, 'm');
  const rows = await rowsOf<PageRow>(
    knex,
    sql`WITH m AS MATERIALIZED (
        SELECT ${columnsOf(sort.order)} FROM runs AS r ${sort.join}
        WHERE ${allOf([...filters, expression])})
      SELECT m.*, (SELECT count(*) FROM (SELECT 1 FROM m LIMIT ${COUNTED_ROWS}) AS c) AS total
      FROM m WHERE ${after(order, query)}
      ORDER BY ${orderBy(order, from?.direction ?? 'next')} LIMIT ${limit + 1}`,
  );
  if (rows.length > 0 || !from) {
    return {
      rows: fromRows(rows, order),
      total: totalOf(rows[0]?.total ?? 0),
    };
  }
  // Beyond the last row there is none that could bring the count along.
  const total = await countUpTo(
    knex,
    sql`FROM runs AS r WHERE ${allOf([...filters, expression])}`,
  );
  return { rows: [], total };
}

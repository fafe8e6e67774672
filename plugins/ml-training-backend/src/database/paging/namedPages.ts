import {
  digestOfJson,
  type Digest,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { Knex } from 'knex';
import type { Visibility } from '../../permissions/visibility';
import { visibleRows } from '../../permissions/visibleRows';
import { allOf, isOneOf, rowsOf, sql, words, type Sql } from '../sql';
import { countUpTo } from './countUpTo';
import { cursorText, parseCursor } from './cursor';
import { beyond, orderBy, type Direction, type Order } from './order';
import { pageOf } from './pageOf';

/** What pipelines publish under a name: a row of `datasets` or `models`. */
export interface NamedRow {
  readonly namespace: string;
  readonly name: string;
  readonly pipeline: string;
  readonly owner: string;
  readonly versions: number;
}

export interface NamedQuery {
  readonly owner?: readonly string[];
  /** In the name, in any case. */
  readonly text?: string;
  readonly cursor?: string;
  readonly limit?: number;
}

export interface NamedPage {
  readonly rows: readonly NamedRow[];
  readonly next: string | null;
  readonly previous: string | null;
  readonly total: number | null;
}

const DEFAULT_LIMIT = 50;

const BY_NAME: Order = {
  keys: [{ column: words('name'), nullable: false }],
  tie: words('namespace'),
  descending: false,
};

/**
 * Names that a caller may see, by name.
 *
 * @throws QueryError where the cursor is none of this list
 */
export async function namedPage(
  knex: Knex,
  table: 'datasets' | 'models',
  query: NamedQuery,
  visible: Visibility,
): Promise<NamedPage> {
  const { owner, text, limit = DEFAULT_LIMIT } = query;
  const digest = digestOfJson({
    list: table,
    asked: { owner: owner ? [...owner] : null, text: text ?? null },
  });
  const cursor =
    query.cursor === undefined ? undefined : parseCursor(query.cursor, digest);
  const where = allOf([
    visibleRows(visible, {
      owner: words('owner'),
      namespace: words('namespace'),
    }),
    ...(owner ? [isOneOf(words('owner'), owner)] : []),
    ...(text === undefined ? [] : [contains(words('name'), text)]),
  ]);
  const direction = cursor?.direction ?? 'next';
  const place = cursor && { keys: cursor.keys, tie: cursor.row[0] };
  const read = await rowsOf<NamedRow>(
    knex,
    sql`SELECT * FROM ${words(table)}
      WHERE ${allOf([where, ...(place ? [beyond(BY_NAME, place, direction)] : [])])}
      ORDER BY ${orderBy(BY_NAME, direction)} LIMIT ${limit + 1}`,
  );
  const { rows, hasNext, hasPrevious } = pageOf({
    rows: read,
    limit,
    direction: cursor?.direction,
  });
  return {
    rows,
    next: hasNext ? cursorAt(rows.at(-1), 'next', digest) : null,
    previous: hasPrevious ? cursorAt(rows[0], 'previous', digest) : null,
    total: await countUpTo(knex, sql`FROM ${words(table)} WHERE ${where}`),
  };
}

function cursorAt(
  row: NamedRow | undefined,
  direction: Direction,
  digest: Digest,
): string | null {
  return row
    ? cursorText({ direction, keys: [row.name], row: [row.namespace] }, digest)
    : null;
}

/** Signs that LIKE knows stand for themselves. */
function contains(column: Sql, text: string): Sql {
  const pattern = `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  return sql`lower(${column}) LIKE ${pattern} ESCAPE '\\'`;
}

import { allOf, anyOf, joined, list, sql, words, type Sql } from '../sql';
import type { SqlValue } from '../sql';

/** What a list is sorted by. Whatever has no value comes last, whichever way it is sorted. */
export interface Order {
  readonly keys: readonly OrderKey[];
  /** Unique, so that every row has one place. */
  readonly tie: Sql;
  readonly descending: boolean;
}

export interface OrderKey {
  readonly column: Sql;
  /** Where it never is NULL the database can walk an index to a page. */
  readonly nullable: boolean;
}

/** The place of a row in a list: its values of the keys, and of the tie. */
export interface Place {
  readonly keys: readonly SqlValue[];
  readonly tie: SqlValue;
}

/** Towards the end of the list, or back to its beginning. */
export type Direction = 'next' | 'previous';

export function orderBy(order: Order, direction: Direction): Sql {
  const down = order.descending === (direction === 'next');
  const way = words(down ? 'DESC' : 'ASC');
  const nulls = words(direction === 'next' ? 'NULLS LAST' : 'NULLS FIRST');
  return joined(
    [
      ...order.keys.map(({ column, nullable }) =>
        nullable ? sql`${column} ${way} ${nulls}` : sql`${column} ${way}`,
      ),
      sql`${order.tie} ${way}`,
    ],
    ', ',
  );
}

/** The rows that come after a place when going in a direction. */
export function beyond(order: Order, place: Place, direction: Direction): Sql {
  const down = order.descending === (direction === 'next');
  const sign = words(down ? '<' : '>');
  if (order.keys.every(({ nullable }) => !nullable)) {
    const columns = [...order.keys.map(({ column }) => column), order.tie];
    return sql`(${joined(columns, ', ')}) ${sign} ${list([...place.keys, place.tie])}`;
  }
  return order.keys.reduceRight<Sql>(
    (rest, { column }, i) => {
      const value = place.keys[i];
      if (value !== null) {
        const further = [
          sql`${column} ${sign} ${value}`,
          allOf([sql`${column} = ${value}`, rest]),
        ];
        return anyOf(
          direction === 'next' ? [...further, sql`${column} IS NULL`] : further,
        );
      }
      const equal = allOf([sql`${column} IS NULL`, rest]);
      return direction === 'next'
        ? equal
        : anyOf([sql`${column} IS NOT NULL`, equal]);
    },
    sql`${order.tie} ${sign} ${place.tie}`,
  );
}

import type { Knex } from 'knex';
import { rowsOf, sql, type Sql } from '../sql';

/** Beyond this nobody reads a number, and counting would cost more than the page. */
export const MOST_COUNTED = 10_000;

/** Counting so many tells apart what is counted and what is more. */
export const COUNTED_ROWS = MOST_COUNTED + 1;

/** @returns null where there are more than MOST_COUNTED */
export function totalOf(counted: number | string): number | null {
  const rows = Number(counted);
  return rows > MOST_COUNTED ? null : rows;
}

/** Counts rows of `FROM … WHERE …`. */
export async function countUpTo(knex: Knex, from: Sql): Promise<number | null> {
  const [{ counted }] = await rowsOf<{ counted: number | string }>(
    knex,
    sql`SELECT count(*) AS counted FROM (SELECT 1 ${from} LIMIT ${COUNTED_ROWS}) AS counted_rows`,
  );
  return totalOf(counted);
}

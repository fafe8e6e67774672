import type { Knex } from 'knex';

export type Dialect = 'sqlite' | 'postgres';

/** @throws where the database is neither */
export function dialectOf(knex: Knex): Dialect {
  const { client } = knex.client.config;
  if (client === 'better-sqlite3' || client === 'sqlite3') return 'sqlite';
  if (client === 'pg') return 'postgres';
  throw new Error(
    `The training service keeps its tables in SQLite or Postgres; the database is ${String(client)}. Set backend.database.client to better-sqlite3 or pg.`,
  );
}

/** The database's clock in whole milliseconds, as SQL: clocks of hosts differ. */
export const NOW: Readonly<Record<Dialect, string>> = {
  sqlite: `CAST(round(unixepoch('subsec') * 1000) AS INTEGER)`,
  // now() would be the beginning of the transaction, before it waited for a lock.
  postgres: `CAST(floor(extract(epoch FROM clock_timestamp()) * 1000) AS bigint)`,
};

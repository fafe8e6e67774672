import createKnex, { type Knex } from 'knex';
import { openDatabase } from '../database/openDatabase';
import { PostgresDatabases } from './postgres/postgresDatabases';
import { POSTGRES_URL } from './postgres/throwawayPostgres';

export type DatabaseName = 'SQLite' | 'Postgres';

/** An empty database of its own with all tables, closed after the test. */
export type OpenTestDatabase = () => Promise<Knex>;

/**
 * The same tests on each database that this machine has. Postgres is the one of
 * BACKSTAGE_TEST_DATABASE_POSTGRES_URL, else one that the jest run started.
 */
export function forEachDatabase(
  tests: (open: OpenTestDatabase, name: DatabaseName) => void,
): void {
  describe('on SQLite', () => {
    tests(useSqlite(), 'SQLite');
  });

  const url = process.env[POSTGRES_URL];
  if (!url) {
    process.stderr.write(
      `NOT RUN: tests on Postgres: there are no binaries initdb and postgres on PATH, and ${POSTGRES_URL} is not set\n`,
    );
  }
  (url ? describe : describe.skip)('on Postgres', () => {
    tests(usePostgres(url ?? ''), 'Postgres');
  });
}

/** Of a busy machine. */
const PATIENCE_MILLISECONDS = 60_000;

function useSqlite(): OpenTestDatabase {
  const opened: Knex[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map(knex => knex.destroy()));
  });
  return () => {
    const knex = createKnex({
      client: 'better-sqlite3',
      connection: ':memory:',
      useNullAsDefault: true,
    });
    opened.push(knex);
    return migrated(knex);
  };
}

function usePostgres(server: string): OpenTestDatabase {
  const databases = new PostgresDatabases(server);
  afterEach(() => databases.giveBack(), PATIENCE_MILLISECONDS);
  afterAll(() => databases.drop(), PATIENCE_MILLISECONDS);
  return async () => migrated(await databases.take());
}

function migrated(knex: Knex): Promise<Knex> {
  return openDatabase({ getClient: async () => knex });
}

import {
  resolvePackagePath,
  type DatabaseService,
} from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { dialectOf } from './dialect';

/**
 * The plugin's database with its tables as this release needs them.
 *
 * @throws where a migration fails; the next start tries again
 */
export async function openDatabase(database: DatabaseService): Promise<Knex> {
  const knex = await database.getClient();
  if (dialectOf(knex) === 'sqlite') await tune(knex);
  if (!database.migrations?.skip) await migrate(knex);
  return knex;
}

/** Of the one connection that SQLite has here. */
async function tune(knex: Knex) {
  // Readers of other processes, such as a backup, do not wait for a writer.
  await knex.raw('PRAGMA journal_mode = WAL');
  await knex.raw('PRAGMA busy_timeout = 5000');
  // 64 MiB: the lists of 100,000 runs are read from memory.
  await knex.raw('PRAGMA cache_size = -65536');
  await knex.raw('PRAGMA temp_store = MEMORY');
}

/**
 * Asks first what is missing: knex takes its lock also where nothing is, and a
 * process that is killed while it holds it leaves it locked for good.
 */
async function migrate(knex: Knex) {
  const directory = resolvePackagePath(
    '@trainyard/backstage-plugin-ml-training-backend',
    'migrations',
  );
  const [, missing] = await knex.migrate.list({ directory });
  if (missing.length > 0) await knex.migrate.latest({ directory });
}

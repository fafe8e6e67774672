// The databases that portals are killed on.
import { createRequire } from 'node:module';
import path from 'node:path';
import pg from 'pg';

const require = createRequire(import.meta.url);
const PLUGIN = 'ml-training';

/** Files in the place of the test. */
export function sqlite({ databases }) {
  return {
    name: 'SQLite',
    configuration: () => ({
      client: 'better-sqlite3',
      connection: { directory: databases },
    }),
    async query(text) {
      const Database = require('better-sqlite3');
      const file = path.join(databases, `${PLUGIN}.sqlite`);
      const database = new Database(file, { readonly: true });
      try {
        return database.prepare(text).all();
      } finally {
        database.close();
      }
    },
    stop: async () => {},
  };
}

/** A server of its own; portals are known by the names of their sessions. @returns undefined where there are no binaries of Postgres */
export async function postgres() {
  require('@backstage/cli-node/config/nodeTransform.cjs');
  const {
    startThrowawayPostgres,
  } = require('../../plugins/ml-training-backend/src/testing/postgres/throwawayPostgres.ts');
  const server = await startThrowawayPostgres();
  if (!server) return undefined;
  const host = new URL(server.url).searchParams.get('host');
  const connection = { host, user: 'postgres' };
  return {
    name: 'Postgres',
    /** @param portal - by which its sessions are known */
    configuration: portal => ({
      client: 'pg',
      connection: { ...connection, application_name: portal },
    }),
    async query(text, values) {
      const client = new pg.Client({
        ...connection,
        database: `backstage_plugin_${PLUGIN}`,
      });
      await client.connect();
      try {
        return (await client.query(text, values)).rows;
      } finally {
        await client.end();
      }
    },
    stop: () => server.stop(),
  };
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import createKnex from 'knex';
import { forEachDatabase } from '../testing/databases';
import { openDatabase } from './openDatabase';

const TABLES = ['runs', 'datasets', 'models', 'reconciler_lease'];

forEachDatabase(open => {
  it('makes the tables, and makes them once', async () => {
    const knex = await open();
    await knex('models').insert({
      namespace: 'default',
      name: 'delay',
      pipeline: 'p',
      owner: 'o',
      versions: 0,
    });
    await openDatabase({ getClient: async () => knex });
    expect(await knex('models').select('name')).toEqual([{ name: 'delay' }]);
  });

  it('leaves nothing behind when the migrations are taken back', async () => {
    const knex = await open();
    const directory = join(__dirname, '../../migrations');
    await knex.migrate.rollback({ directory }, true);
    const left = await Promise.all(
      TABLES.map(table => knex.schema.hasTable(table)),
    );
    expect(left).toEqual(TABLES.map(() => false));
    await openDatabase({ getClient: async () => knex });
  });

  it('makes no tables where the operator migrates', async () => {
    const knex = await open();
    const asked: string[] = [];
    knex.on('query', ({ sql }: { sql: string }) => asked.push(sql));
    await openDatabase({
      getClient: async () => knex,
      migrations: { skip: true },
    });
    expect(asked.filter(text => text.includes('knex_migrations'))).toEqual([]);
  });
});

describe('a database in a file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trainyard-database-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('keeps what was written for the next start', async () => {
    const connect = () =>
      createKnex({
        client: 'better-sqlite3',
        connection: join(folder, 'ml-training.sqlite'),
        useNullAsDefault: true,
      });
    const first = await openDatabase({ getClient: async () => connect() });
    await first('reconciler_lease').update({ epoch: 7 });
    await first.destroy();
    const second = await openDatabase({ getClient: async () => connect() });
    expect(await second('reconciler_lease').first('epoch')).toEqual({
      epoch: 7,
    });
    await second.destroy();
  });

  it('of another kind is refused with what to set', async () => {
    const knex = createKnex({ client: 'mysql2' });
    await expect(openDatabase({ getClient: async () => knex })).rejects.toThrow(
      'Set backend.database.client to better-sqlite3 or pg.',
    );
  });
});

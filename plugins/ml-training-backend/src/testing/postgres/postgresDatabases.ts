import { randomBytes } from 'node:crypto';
import createKnex, { type Knex } from 'knex';

/**
 * Databases on a server for the tests of a file. One is emptied and taken again for
 * the next test: making and dropping one takes longer than most tests.
 */
export class PostgresDatabases {
  private readonly names: string[] = [];
  private readonly free: string[] = [];
  private readonly taken = new Map<string, Knex>();

  constructor(private readonly server: string) {}

  async take(): Promise<Knex> {
    const name = this.free.pop() ?? (await this.create());
    const url = new URL(this.server);
    url.pathname = `/${name}`;
    const knex = connect(url.href, 6);
    this.taken.set(name, knex);
    return knex;
  }

  async giveBack(): Promise<void> {
    for (const [name, knex] of this.taken) {
      await empty(knex);
      await knex.destroy();
      this.free.push(name);
    }
    this.taken.clear();
  }

  async drop(): Promise<void> {
    await this.onServer(async admin => {
      for (const name of this.names)
        await admin.raw('DROP DATABASE ??', [name]);
    });
  }

  private async create(): Promise<string> {
    const name = `trainyard_${randomBytes(8).toString('hex')}`;
    await this.onServer(admin => admin.raw('CREATE DATABASE ??', [name]));
    this.names.push(name);
    return name;
  }

  private async onServer(work: (admin: Knex) => Promise<unknown>) {
    const admin = connect(this.server, 1);
    try {
      await work(admin);
    } finally {
      await admin.destroy();
    }
  }
}

function connect(connectionString: string, most: number): Knex {
  return createKnex({
    client: 'pg',
    connection: { connectionString },
    pool: { min: 0, max: most },
  });
}

/** As the migrations left it. */
async function empty(knex: Knex): Promise<void> {
  const { rows } = await knex.raw<{ rows: { tablename: string }[] }>(
    `SELECT tablename FROM pg_tables
      WHERE schemaname = 'public' AND left(tablename, 5) <> 'knex_'
        AND tablename <> 'reconciler_lease'`,
  );
  if (rows.length === 0) return;
  const tables = rows.map(({ tablename }) => tablename);
  await knex.raw(
    `TRUNCATE ${tables.map(() => '??').join(', ')} RESTART IDENTITY`,
    tables,
  );
  await knex('reconciler_lease').update({
    epoch: 0,
    holder: '',
    expires_at: 0,
  });
}

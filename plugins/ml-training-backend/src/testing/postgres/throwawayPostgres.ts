import { spawn, spawnSync } from 'node:child_process';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';

/** Where tests find a Postgres; set it to use one that runs already. */
export const POSTGRES_URL = 'BACKSTAGE_TEST_DATABASE_POSTGRES_URL';

export interface ThrowawayPostgres {
  readonly url: string;
  stop(): Promise<void>;
}

/** Postgres refuses to work for root: this one is nobody. */
const NOBODY = { uid: 65_534, gid: 65_534 };

/**
 * Starts a Postgres from the binaries on PATH, in a temporary folder, reached by a
 * socket in it.
 *
 * @param settings - unless said, it keeps nothing through a crash, and is quick for that
 * @returns undefined where there are no binaries
 */
export async function startThrowawayPostgres(
  settings: readonly string[] = ['fsync=off'],
): Promise<ThrowawayPostgres | undefined> {
  const { status } = spawnSync('initdb', ['--version'], { stdio: 'ignore' });
  if (status !== 0) return undefined;

  const folder = await mkdtemp(join(tmpdir(), 'trainyard-postgres-'));
  const isRoot = process.getuid?.() === 0;
  if (isRoot) await chown(folder, NOBODY.uid, NOBODY.gid);
  const as = { cwd: folder, ...(isRoot && NOBODY) };
  const data = join(folder, 'data');
  const made = spawnSync(
    'initdb',
    [
      ...['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8'],
      ...['--locale=C.UTF-8', '--no-sync', '--no-instructions'],
    ],
    { ...as, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);

  const server = spawn(
    'sh',
    [
      ...['-c', UNTIL_INPUT_ENDS, folder, 'postgres', '-D', data, '-k', folder],
      ...['listen_addresses=', 'max_connections=200', ...settings].flatMap(
        setting => ['-c', setting],
      ),
    ],
    { ...as, stdio: ['pipe', 'ignore', 'ignore'] },
  );
  const ended = new Promise<void>(resolve => server.once('exit', resolve));
  const url = `postgresql://postgres@localhost/postgres?host=${encodeURIComponent(folder)}`;
  await untilItAnswers(url);
  return {
    url,
    async stop() {
      server.stdin.end();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Input ends when this process does, however it does: nothing is left behind. What
 * stops at once (SIGQUIT) has nothing to save.
 */
const UNTIL_INPUT_ENDS = '"$@" & cat; kill -QUIT $!; wait; rm -rf "$0"';

const PATIENCE_MILLISECONDS = 60_000;

/** @throws what connecting said last, when it takes too long */
async function untilItAnswers(url: string): Promise<void> {
  const until = Date.now() + PATIENCE_MILLISECONDS;
  for (;;) {
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  }
}

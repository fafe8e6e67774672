// The portal as a process of its own: where it listens, when it is ready, how it ends.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { Advice, at, say } from './toolchain.mjs';

const PORT = 7007;

/** What the portal keeps, unless it is given a folder of its own. */
const DATA = at('.data');

/** A database of SQLite has one portal: this says which one it is. */
const markIn = data => path.join(data, 'portal.json');

/** A header of its health page, by which a portal is told from whatever else answers on its port. */
const NAME = 'x-trainyard-portal';

/** What the portal keeps between two starts. SQLite makes files, not folders. */
const FOLDERS = ['databases', 'store', 'techdocs'];

/** A portal that is not ready by then is none. */
const START_MS = 60_000;

/** How long an orderly end may take before it is forced. */
const GRACE_MS = 15_000;

/**
 * The portal that runs on the data of this folder already; one that is still starting is waited for.
 *
 * @returns {Promise<{url: string, pid: number} | undefined>}
 */
export async function runningPortal() {
  const file = markIn(DATA);
  if (!fs.existsSync(file)) return undefined;
  const mark = JSON.parse(fs.readFileSync(file, 'utf8'));
  const until = performance.now() + START_MS;
  // A process that was killed leaves its mark, and its id to somebody else.
  while (isAlive(mark.pid) && performance.now() < until) {
    if ((await probe(mark)) === 'ready') return mark;
    await new Promise(resolve => setTimeout(resolve, 200));
  }
  return undefined;
}

/**
 * Starts the portal on its port, or on the next one that is free.
 *
 * @param {object} options
 * @param {'inherit' | number} options.log - where the portal writes what it says
 * @param {string} options.level - the least that it says: LOG_LEVEL of the environment wins
 * @param {string} [options.data] - the folder of all that it keeps; `.data` unless said
 * @param {number} [options.port] - 7007 unless said
 * @param {Record<string, unknown>} [options.settings] - what differs from app-config.yaml, by its
 *   dotted path; a list replaces the whole list
 * @returns the URL, the id of its process, a promise that the portal is ready, one that it has
 *   ended, and how to end it
 */
export async function startPortal({
  log,
  level,
  data = DATA,
  port: wanted = PORT,
  settings = {},
}) {
  for (const name of FOLDERS) {
    fs.mkdirSync(path.join(data, name), { recursive: true });
  }
  const port = await freePort(wanted);
  if (port !== wanted) say(`port ${wanted} is taken: using ${port}`);
  const url = `http://localhost:${port}`;
  // Whatever else may answer on this port does not know this.
  const name = randomUUID();
  const child = spawn(
    process.execPath,
    [
      ...['--enable-source-maps', '--no-node-snapshot'],
      // Compiles TypeScript as it is loaded: what `backstage-cli package start` does,
      // without its watcher.
      '--require',
      at(
        'node_modules',
        '@backstage',
        'cli-node',
        'config',
        'nodeTransform.cjs',
      ),
      'src/index.ts',
    ],
    {
      cwd: at('packages', 'backend'),
      stdio: ['ignore', log, log],
      env: {
        LOG_LEVEL: level,
        ...process.env,
        // Guests are let in only then.
        NODE_ENV: 'development',
        ...environmentOf({
          'app.baseUrl': url,
          'backend.baseUrl': url,
          'backend.listen.port': port,
          'backend.health.headers': { [NAME]: name },
          'backend.database.connection.directory': path.join(data, 'databases'),
          'mlTraining.store.path': path.join(data, 'store'),
          'techdocs.publisher.local.publishDirectory': path.join(
            data,
            'techdocs',
          ),
          ...settings,
        }),
      },
    },
  );
  const mark = markIn(data);
  fs.writeFileSync(mark, JSON.stringify({ url, name, pid: child.pid }));
  const ended = new Promise(resolve => {
    child.on('exit', (code, signal) => {
      fs.rmSync(mark, { force: true });
      resolve(signal ?? code);
    });
  });
  const ready = untilReady({ url, name });
  return {
    url,
    pid: child.pid,
    ready,
    ended,
    /** Returns when the portal is gone. */
    async end() {
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
      await ended;
      clearTimeout(force);
    },
  };
}

/**
 * Ties the portal to this process: each ends with the other.
 *
 * @returns ends both, with the exit status that it is given
 */
export function endWith(portal, { statusOfSignal = 0 } = {}) {
  let ending = false;
  const end = async status => {
    if (ending) return;
    ending = true;
    await portal.end();
    process.exit(status);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => end(statusOfSignal));
  }
  portal.ended.then(why => {
    if (ending) return;
    say(`the portal has ended (${why})`);
    process.exit(1);
  });
  return end;
}

/** Backstage reads settings from the environment as well: those win over every file. */
function environmentOf(settings) {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      `APP_CONFIG_${name.replaceAll('.', '_')}`,
      JSON.stringify(value),
    ]),
  );
}

async function untilReady(portal) {
  for (;;) {
    const found = await probe(portal);
    if (found === 'ready') return;
    if (found === 'somebody else') {
      throw new Advice(
        `another program took ${portal.url} while the portal was starting: start again`,
      );
    }
    await new Promise(resolve => setTimeout(resolve, 200));
  }
}

async function probe({ url, name }) {
  try {
    const answer = await fetch(`${url}/.backstage/health/v1/readiness`);
    if (answer.headers.get(NAME) !== name) return 'somebody else';
    return answer.ok ? 'ready' : 'starting';
  } catch {
    return 'nobody';
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function freePort(first) {
  for (let port = first; port < first + 100; port += 1) {
    if (await isFree(port)) return port;
  }
  throw new Advice(`no port from ${first} to ${first + 99} is free`);
}

function isFree(port) {
  return new Promise(resolve => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

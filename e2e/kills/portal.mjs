// A portal as a process that can be killed, stopped and continued.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import { at } from '../../scripts/toolchain.mjs';
import { PROGRAM } from './bundle.mjs';
import { TOKEN } from './place.mjs';

/** Of a busy machine. */
const START_MS = 120_000;

const pause = milliseconds =>
  new Promise(resolve => setTimeout(resolve, milliseconds));

export function startPortal({ config, log, port }) {
  const output = fs.openSync(log, 'a');
  const child = spawn(
    process.execPath,
    ['--no-node-snapshot', PROGRAM, '--config', config],
    {
      stdio: ['ignore', output, output],
      env: {
        ...process.env,
        NODE_ENV: 'development',
        LOG_LEVEL: 'warn',
        NODE_COMPILE_CACHE: at('.cache/kills/compiled'),
      },
    },
  );
  fs.closeSync(output);
  const ended = new Promise(resolve => {
    child.on('exit', (code, signal) => resolve(signal ?? code));
  });
  let over = false;
  ended.then(() => (over = true));
  return {
    pid: child.pid,
    ended,
    /** @returns whether it came to be ready before it ended */
    async ready() {
      const until = performance.now() + START_MS;
      while (!over && performance.now() < until) {
        if (await isReady(port)) return true;
        await pause(50);
      }
      if (!over) throw new Error(`a portal was not ready in time: see ${log}`);
      return false;
    },
    signal: name => child.kill(name),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    /** In order. */
    async end() {
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), 20_000);
      await ended;
      clearTimeout(force);
    },
  };
}

async function isReady(port) {
  try {
    const answer = await fetch(
      `http://127.0.0.1:${port}/.backstage/health/v1/readiness`,
      { signal: AbortSignal.timeout(2_000) },
    );
    return answer.ok;
  } catch {
    return false;
  }
}

/** What was asked was wrong: asking again is no use. */
export class Refused extends Error {
  constructor(status, text) {
    super(`answered ${status}: ${text}`);
    this.status = status;
  }
}

/** Asks once. */
export async function ask(port, route, body) {
  const answer = await fetch(`http://127.0.0.1:${port}/api${route}`, {
    method: body ? 'POST' : 'GET',
    headers: {
      Authorization: `Bearer ${TOKEN}`,
      ...(body && { 'Content-Type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(15_000),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Refused(answer.status, text);
  return JSON.parse(text);
}

/**
 * Asks until there is an answer, as a client does whose portal comes and goes.
 *
 * @param failed - told of each time that there was none
 * @throws Refused where asking again is no use
 */
export async function askOn(port, route, body, failed = () => {}) {
  for (;;) {
    try {
      return await ask(port, route, body);
    } catch (error) {
      const passes =
        !(error instanceof Refused) ||
        error.status >= 500 ||
        // While a portal starts, its plugins have no routes yet.
        (error.status === 404 && !error.message.includes('"error"'));
      if (!passes) throw error;
      failed(error);
      await pause(250);
    }
  }
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

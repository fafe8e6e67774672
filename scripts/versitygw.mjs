// An S3 server for tests: versitygw, built by Go into a cache outside of the repository.
//
//   node scripts/versitygw.mjs   prints the path of the program; builds it where it is not there yet
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Advice, say } from './toolchain.mjs';

const VERSION = 'v1.8.0';

const cache = path.join(
  process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'),
  'trainyard',
);
const folder = path.join(cache, `versitygw-${VERSION}`);
const program = path.join(folder, 'versitygw');

/**
 * The path of the program. Processes that ask at once wait for the one that builds.
 *
 * @throws Advice where there is no Go, or it cannot build
 */
export async function versitygw() {
  if (fs.existsSync(program)) return program;
  if (spawnSync('go', ['version'], { stdio: 'ignore' }).status !== 0) {
    throw new Advice('the S3 store, for want of Go, which builds its server');
  }
  const release = await lock();
  try {
    if (!fs.existsSync(program)) build();
    return program;
  } finally {
    release();
  }
}

function build() {
  say(`building versitygw ${VERSION}, once for this machine`);
  const made = fs.mkdtempSync(path.join(cache, 'building-'));
  try {
    const { status } = spawnSync(
      'go',
      [
        ...['install', '-ldflags=-s -w'],
        `github.com/versity/versitygw/cmd/versitygw@${VERSION}`,
      ],
      {
        // Elsewhere it would be built as the module that it is called in.
        cwd: made,
        env: { ...process.env, GOBIN: made },
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );
    if (status !== 0) {
      throw new Advice(
        `the S3 store: Go could not build versitygw ${VERSION}, see above; is its module proxy reachable?`,
      );
    }
    fs.mkdirSync(folder, { recursive: true });
    // A half-written program is never where others look for it.
    fs.renameSync(path.join(made, 'versitygw'), program);
  } finally {
    fs.rmSync(made, { recursive: true, force: true });
  }
}

/** @returns lets go of it */
async function lock() {
  const file = path.join(cache, `versitygw-${VERSION}.lock`);
  fs.mkdirSync(cache, { recursive: true });
  for (;;) {
    try {
      fs.writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => fs.rmSync(file, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isAbandoned(file)) fs.rmSync(file, { force: true });
    else await pause(200);
  }
}

function isAbandoned(file) {
  try {
    process.kill(Number(fs.readFileSync(file, 'utf8')), 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(await versitygw());
  } catch (error) {
    if (!(error instanceof Advice)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}

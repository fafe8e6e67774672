// What takes minutes to build is kept outside the repository, under the key of all it was built from.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { sameProcess, thisProcess } from './processes.mjs';

const { env } = process;

export const cache =
  env.TRAINYARD_CLUSTER_CACHE ??
  path.join(
    env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'),
    'trainyard',
    'argo-cluster',
  );
export const inCache = (...names) => path.join(cache, ...names);

export const keyOf = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex').slice(0, 16);
};

/**
 * A file or folder of the cache, made when it is not there for this key; what an
 * earlier key made is removed.
 *
 * @param make - gets the path under which to make it
 * @returns its path
 */
export async function kept({ name, key, log }, make) {
  const folder = inCache(name);
  const made = path.join(folder, key);
  if (fs.existsSync(made)) return made;
  const began = performance.now();
  log(`building ${name}`);
  fs.mkdirSync(folder, { recursive: true });
  const partial = path.join(folder, `partial-${key}`);
  fs.rmSync(partial, { recursive: true, force: true });
  await make(partial);
  for (const other of fs.readdirSync(folder)) {
    if (path.join(folder, other) === partial) continue;
    fs.rmSync(path.join(folder, other), { recursive: true, force: true });
  }
  fs.renameSync(partial, made);
  log(`built ${name} (${((performance.now() - began) / 1000).toFixed(0)} s)`);
  return made;
}

/** Lets one process at a time build; a lock whose holder is gone is taken over. */
export async function withLock(log, body) {
  fs.mkdirSync(cache, { recursive: true });
  const lock = inCache('lock');
  const mine = JSON.stringify(thisProcess());
  let said = false;
  while (!takes(lock, mine)) {
    if (!said) log(`waiting: another process builds into ${cache}`);
    said = true;
    await new Promise(resolve => setTimeout(resolve, 500));
  }
  try {
    return await body();
  } finally {
    fs.rmSync(lock, { force: true });
  }
}

function takes(lock, mine) {
  try {
    fs.writeFileSync(lock, mine, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  if (!sameProcess(read(lock))) fs.rmSync(lock, { force: true });
  return false;
}

/** A lock that is being written now reads as nobody's; its holder counts as alive. */
function read(lock) {
  try {
    return JSON.parse(fs.readFileSync(lock, 'utf8'));
  } catch {
    return thisProcess();
  }
}

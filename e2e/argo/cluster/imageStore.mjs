// containerd's folder with all images in it, unpacked. It is made once for a set of images; a
// cluster begins with a copy, whose big files are the same files (hard links).
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { waitFor } from '../../../scripts/waitFor.mjs';
import { inCache, keyOf, kept } from './cache.mjs';
import { containerdConfig } from './configuration.mjs';
import { archiveOf } from './images.mjs';
import { processesOf } from './processes.mjs';
import { run } from './run.mjs';

const FOLDER = 'image-store';

/** @returns the folder, which nobody may write to */
export function buildImageStore(images, log) {
  const wanted = Object.values(images);
  const key = keyOf(...wanted.map(({ reference }) => reference));
  return kept({ name: FOLDER, key, log }, async made => {
    const [earlier] = fs.existsSync(inCache(FOLDER))
      ? fs.readdirSync(inCache(FOLDER))
      : [];
    // What changes is mostly one small layer of one image.
    if (earlier) await copyImageStore(inCache(FOLDER, earlier), made);
    await withContainerd(made, images.pause.tag, ctr => fill(ctr, wanted));
  });
}

/** Both folders must be of one file system. */
export async function copyImageStore(from, to) {
  fs.mkdirSync(path.dirname(to), { recursive: true });
  await run('cp', ['--archive', '--link', from, to]);
  // Databases are the only files that are written in place.
  for (const name of fs.readdirSync(to)) {
    for (const file of fs.readdirSync(path.join(to, name))) {
      if (!file.endsWith('.db')) continue;
      const database = path.join(to, name, file);
      fs.rmSync(database);
      fs.copyFileSync(path.join(from, name, file), database);
    }
  }
}

async function fill(ctr, wanted) {
  const there = await ctr(['content', 'ls', '--quiet']);
  await ctr(['images', 'import', '-'], {
    input: archiveOf(wanted, { without: new Set(there.split('\n')) }),
  });
  const names = new Set(
    wanted.flatMap(({ tag, reference, id }) => [tag, reference, id]),
  );
  const all = await ctr(['images', 'ls', '--quiet']);
  const stale = all.split('\n').filter(name => name && !names.has(name));
  if (stale.length > 0) await ctr(['images', 'rm', '--sync', ...stale]);
}

/** Runs a containerd on a folder for as long as something is done with it. */
async function withContainerd(root, sandbox, body) {
  const state = fs.mkdtempSync(path.join(os.tmpdir(), 'trainyard-images-'));
  for (const name of ['logs', 'processes', 'network']) {
    fs.mkdirSync(path.join(state, name));
  }
  const config = path.join(state, 'containerd.toml');
  fs.writeFileSync(config, containerdConfig({ state, root, sandbox }));
  const processes = processesOf(state);
  processes.start('containerd', 'containerd', ['--config', config]);
  try {
    const ctr = ctrOf(state);
    await containerdIsReady(ctr);
    await body(ctr);
  } finally {
    processes.signal('containerd', 'SIGTERM');
    await waitFor("containerd's end", () => !processes.isAlive('containerd'));
    fs.rmSync(state, { recursive: true });
  }
}

/** Runs containerd's command line on the containers of Kubernetes. */
export const ctrOf = state => (args, options) =>
  run(
    'ctr',
    [`--address=${state}/containerd.sock`, '--namespace=k8s.io', ...args],
    options,
  );

export const containerdIsReady = ctr =>
  waitFor('containerd', () => ctr(['version']).catch(() => false), {
    every: 100,
  });

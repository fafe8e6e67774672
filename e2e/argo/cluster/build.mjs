// Everything that the cluster is made of; what is there already is kept.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { bundleWhenStale } from '../../../scripts/freshness.mjs';
import { at } from '../../../scripts/toolchain.mjs';
import { keyOf, withLock } from './cache.mjs';
import { imageOf } from './images.mjs';
import { buildImageStore } from './imageStore.mjs';
import { debianLayer, layerOfFiles, wheelsLayer } from './layers.mjs';
import { prepareMachine } from './machine.mjs';
import { buildPrograms } from './programs.mjs';
import { below } from './tar.mjs';

const SUITE = 'bookworm';
const PYTHON = '3.11';
const PACKAGES = ['ca-certificates', 'libgomp1', 'libstdc++6', 'python3'];
const REQUIREMENTS = at('examples', 'flight-delay', 'requirements.lock');
const REGISTRY = 'trainyard.test';

/** Where the program lies in the steps image. */
const PROGRAM = 'opt/trainyard';

/**
 * @param log - is told what is built, in words
 * @returns paths of programs, images whose `reference` names them by digest, and the folder that holds them
 * @throws NotRun where this machine cannot be made to build them
 */
export async function buildCluster({ log }) {
  prepareMachine(log);
  return withLock(log, async () => {
    const bin = await buildPrograms(log);
    const debian = await debianLayer({
      suite: SUITE,
      packages: PACKAGES,
      key: keyOf(SUITE, ...PACKAGES),
      log,
    });
    const python = await layerOfFiles(
      { name: 'python', key: keyOf('python'), log },
      () => [{ name: 'usr/local/bin/python', link: '/usr/bin/python3' }],
    );
    const wheels = await wheelsLayer({
      requirements: REQUIREMENTS,
      python: PYTHON,
      key: keyOf(PYTHON, fs.readFileSync(REQUIREMENTS)),
      log,
    });
    const image = (name, ...rest) => imageOf(`${REGISTRY}/${name}`, ...rest);
    const images = {
      pause: image('pause', [await programLayer('pause', bin.pause, log)], {
        entrypoint: ['/bin/pause'],
      }),
      argoexec: image('argoexec', [
        debian,
        await programLayer('argoexec', bin.argoexec, log),
      ]),
      steps: image('steps', [debian, ...(await stepsLayers(log))]),
      training: image('training', [debian, python, wheels]),
      shell: image('shell', [debian, python]),
    };
    return { bin, images, imageStore: await buildImageStore(images, log) };
  });
}

/** A file of the cache changes its path when it changes, so the path is its key. */
const programLayer = (name, file, log) =>
  layerOfFiles({ name, key: keyOf(file), log }, () => [
    { name: `bin/${name}`, mode: 0o755, file },
  ]);

/** Node, DuckDB's native library, and above both what changes daily: the bundle. */
async function stepsLayers(log) {
  bundleWhenStale(() => {
    log('bundling the command line');
    const done = spawnSync(process.execPath, [at('scripts', 'bundle.mjs')], {
      stdio: 'inherit',
    });
    if (done.status !== 0) throw new Error('the bundle could not be made');
  });
  const { version } = process;
  const node = await layerOfFiles(
    { name: 'node', key: keyOf(version, process.execPath), log },
    () => [{ name: 'usr/local/bin/node', mode: 0o755, file: process.execPath }],
  );
  const native = nativePackages();
  const duckdb = await layerOfFiles(
    { name: 'duckdb', key: keyOf(...native.map(it => it.id)), log },
    () =>
      native.flatMap(it => [
        ...below(it.folder, `${PROGRAM}/node_modules/${it.name}`),
      ]),
  );
  const dist = at('packages', 'cli', 'dist');
  const files = fs
    .readdirSync(dist)
    .filter(name => /\.[cm]js$/.test(name))
    .sort();
  const bundle = await layerOfFiles(
    {
      name: 'bundle',
      key: keyOf(
        ...files.flatMap(name => [
          name,
          fs.readFileSync(path.join(dist, name)),
        ]),
      ),
      log,
    },
    () => [
      ...files.map(name => ({
        name: `${PROGRAM}/dist/${name}`,
        mode: 0o755,
        file: path.join(dist, name),
      })),
      {
        name: 'usr/local/bin/trainyard',
        link: `/${PROGRAM}/dist/trainyard.mjs`,
      },
    ],
  );
  return [node, duckdb, bundle];
}

/** The packages that no bundle can hold: DuckDB's, with what they need on this platform. */
function nativePackages() {
  const found = new Map();
  const visit = (name, from) => {
    if (found.has(name)) return;
    let manifest;
    try {
      manifest = createRequire(from).resolve(`${name}/package.json`);
    } catch {
      return; // Of another platform: never installed here.
    }
    const { version, dependencies, optionalDependencies } = JSON.parse(
      fs.readFileSync(manifest, 'utf8'),
    );
    found.set(name, {
      name,
      id: `${name}@${version}`,
      folder: path.dirname(manifest),
    });
    const next = { ...dependencies, ...optionalDependencies };
    for (const needed of Object.keys(next)) visit(needed, manifest);
  };
  visit('@duckdb/node-api', at('packages', 'cli', 'package.json'));
  return [...found.values()];
}

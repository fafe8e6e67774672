// Installs, bundles and builds only what is out of date.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { at, say } from './toolchain.mjs';

const SOURCE_ROOTS = ['packages', 'plugins'];

/** Where the pages of the portal come from. */
const APP_ROOTS = [
  at('packages', 'app'),
  ...['ml-training', 'ml-training-react', 'ml-training-common'].map(name =>
    at('plugins', name),
  ),
];

function filesUnder(folder, wanted) {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    if (['node_modules', 'dist', 'dist-types'].includes(entry.name)) return [];
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return filesUnder(file, wanted);
    return wanted(entry.name) ? [file] : [];
  });
}

/** Installs when yarn.lock or a package.json changed since the last time. */
export function installWhenStale(install) {
  const stamp = at('node_modules', '.trainyard-installed');
  const hash = createHash('sha256');
  const manifests = SOURCE_ROOTS.flatMap(name =>
    filesUnder(at(name), file => file === 'package.json'),
  ).sort();
  const named = ['package.json', 'yarn.lock', '.yarnrc.yml'].map(f => at(f));
  for (const file of [...named, ...manifests]) {
    hash.update(fs.readFileSync(file));
  }
  const wanted = hash.digest('hex');
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted) return;
  say('installing packages');
  install();
  fs.writeFileSync(stamp, wanted);
}

/** Bundles the command line when a source is newer than the bundle. */
export function bundleWhenStale(bundle) {
  makeWhenStale({
    stamp: at('packages', 'cli', 'dist', '.bundled'),
    sources: [
      at('yarn.lock'),
      at('scripts', 'bundle.mjs'),
      ...SOURCE_ROOTS.flatMap(name =>
        filesUnder(at(name), file => /\.tsx?$/.test(file)),
      ),
    ],
    make: bundle,
  });
}

/** Builds the pages of the portal when something that they are made of is newer. */
export function buildAppWhenStale(build) {
  makeWhenStale({
    stamp: at('packages', 'app', 'dist', '.built'),
    sources: [
      at('yarn.lock'),
      // It says which plugins are built in.
      at('app-config.yaml'),
      ...APP_ROOTS.flatMap(folder =>
        filesUnder(folder, file => !/\.test\.tsx?$/.test(file)),
      ),
    ],
    make() {
      say('building the pages of the portal');
      build();
    },
  });
}

function makeWhenStale({ stamp, sources, make }) {
  const made = fs.existsSync(stamp) ? fs.statSync(stamp).mtimeMs : 0;
  if (sources.every(file => fs.statSync(file).mtimeMs < made)) return;
  // The stamp is older than any edit made meanwhile.
  const begun = new Date();
  make();
  fs.writeFileSync(stamp, '');
  fs.utimesSync(stamp, begun, begun);
}

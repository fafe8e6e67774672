// Layers of images: tar files of the cache, named by what they are made of and known by their digest.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { kept } from './cache.mjs';
import { below, tarOf } from './tar.mjs';
import { run } from './run.mjs';

/**
 * A layer of the cache: a folder with `layer.tar` and its `digest`.
 *
 * @param pack - writes the tar file to the path that it gets
 */
async function layer({ name, key, log }, pack) {
  const folder = await kept(
    { name: `layers/${name}`, key, log },
    async made => {
      fs.mkdirSync(made);
      const tar = path.join(made, 'layer.tar');
      await pack(tar);
      const hash = createHash('sha256');
      await pipeline(fs.createReadStream(tar), hash);
      fs.writeFileSync(
        path.join(made, 'digest'),
        `sha256:${hash.digest('hex')}`,
      );
    },
  );
  const file = path.join(folder, 'layer.tar');
  return {
    file,
    digest: fs.readFileSync(path.join(folder, 'digest'), 'utf8'),
    size: fs.statSync(file).size,
  };
}

const writeTar = (tar, entries) =>
  pipeline(Readable.from(tarOf(entries)), fs.createWriteStream(tar));

/** @param entries - read only when the layer is not there for this key */
export const layerOfFiles = (options, entries) =>
  layer(options, tar => writeTar(tar, entries()));

/** Debian with Python and the OpenMP library that LightGBM loads. */
export function debianLayer({ suite, packages, key, log }) {
  const unwanted = [
    '/usr/share/doc/*',
    '/usr/share/man/*',
    '/usr/share/locale/*',
  ];
  return layer({ name: 'debian', key, log }, tar =>
    run('mmdebstrap', [
      '--quiet',
      '--variant=minbase',
      `--include=${packages.join(',')}`,
      ...unwanted.map(it => `--dpkgopt=path-exclude=${it}`),
      '--format=tar',
      suite,
      tar,
    ]),
  );
}

/**
 * Wheels of a locked list, as Debian's Python finds them.
 *
 * @param python - such as `3.11`, which need not be this machine's
 */
export function wheelsLayer({ requirements, python, key, log }) {
  return layer({ name: 'wheels', key, log }, async tar => {
    const packages = `${tar}-packages`;
    await run('python3', [
      ...['-m', 'pip', 'install', '--quiet', '--no-compile', '--no-deps'],
      ...['--require-hashes', '--only-binary=:all:', '--target', packages],
      ...['--python-version', python, '--implementation', 'cp'],
      ...['2_28', '2_27', '2_17', '2014'].flatMap(version => [
        '--platform',
        `manylinux${version.startsWith('2_') ? `_${version}` : version}_x86_64`,
      ]),
      ...['--requirement', requirements],
    ]);
    await writeTar(
      tar,
      below(packages, `usr/local/lib/python${python}/dist-packages`),
    );
    fs.rmSync(packages, { recursive: true });
  });
}

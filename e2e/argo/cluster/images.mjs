// Images in the layout of the Open Container Initiative. None is written to a file: containerd
// reads them as a stream of layers, so that a changed bundle costs one small layer.
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { tarOf } from './tar.mjs';

const TYPES = {
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
};
const PATH = '/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Its names: by tag for a person, by digest for pods. */
export function imageOf(name, layers, { env = [], entrypoint } = {}) {
  const config = document(TYPES.config, {
    architecture: 'amd64',
    os: 'linux',
    config: {
      Env: [`PATH=${PATH}`, ...env],
      ...(entrypoint && { Entrypoint: entrypoint }),
    },
    rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) },
  });
  const manifest = document(TYPES.manifest, {
    schemaVersion: 2,
    mediaType: TYPES.manifest,
    config: config.descriptor,
    layers: layers.map(({ digest, size }) => ({
      mediaType: TYPES.layer,
      digest,
      size,
    })),
  });
  return {
    tag: `${name}:1`,
    /** As containerd names it beside its other names. */
    id: config.descriptor.digest,
    reference: `${name}@${manifest.descriptor.digest}`,
    documents: [config, manifest],
    manifest: manifest.descriptor,
    layers,
  };
}

function document(mediaType, content) {
  const text = JSON.stringify(content);
  const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`;
  const descriptor = { mediaType, digest, size: Buffer.byteLength(text) };
  return { text, descriptor };
}

/**
 * One archive of several images, in which each layer stands once; for `ctr images import -`.
 *
 * @param without - digests that containerd has already
 */
export function archiveOf(images, { without }) {
  const index = {
    schemaVersion: 2,
    manifests: images.flatMap(({ tag, reference, manifest }) =>
      [tag, reference].map(name => ({
        ...manifest,
        annotations: { 'io.containerd.image.name': name },
      })),
    ),
  };
  const blobs = new Map();
  for (const { documents, layers } of images) {
    for (const { text, descriptor } of documents) {
      blobs.set(descriptor.digest, { text });
    }
    for (const { digest, file } of layers) blobs.set(digest, { file });
  }
  for (const digest of without) blobs.delete(digest);
  return Readable.from(
    tarOf([
      { name: 'oci-layout', text: '{"imageLayoutVersion":"1.0.0"}' },
      ...[...blobs].map(([digest, content]) => ({
        name: `blobs/${digest.replace(':', '/')}`,
        ...content,
      })),
      { name: 'index.json', text: JSON.stringify(index) },
    ]),
  );
}

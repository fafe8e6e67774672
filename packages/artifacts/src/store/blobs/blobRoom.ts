import { createHash } from 'node:crypto';
import type { Digest } from '@trainyard/backstage-plugin-ml-training-common';
import { sha256Of } from '../../objects/body';
import type { Body, ByteRange, ObjectStore } from '../../objects/objectStore';
import { ArtifactError } from '../artifactError';
import type { BlobRoom } from '../artifactStore';
import { layout } from '../layout';

export function blobRoom(objects: ObjectStore): BlobRoom {
  return {
    put: (body: Body) => objects.createByDigest(layout.blob, body),
    has: async sha256 =>
      (await objects.size(layout.blob(sha256))) !== undefined,
    read: sha256 => readVerified(objects, sha256),
    readRange: (sha256, range) => readRange(objects, sha256, range),

    async size(sha256) {
      const bytes = await objects.size(layout.blob(sha256));
      if (bytes === undefined) throw missing(sha256);
      return bytes;
    },

    async readAll(sha256) {
      const bytes = await objects.read(layout.blob(sha256));
      if (!bytes) throw missing(sha256);
      requireDigest(sha256, sha256Of(bytes));
      return bytes;
    },
  };
}

/**
 * Keeps one piece back until the digest of all is known: a consumer that got the
 * last byte got the right ones, and one that got wrong ones gets an error instead
 * of an end.
 */
async function* readVerified(
  objects: ObjectStore,
  sha256: Digest,
): AsyncIterable<Uint8Array> {
  const pieces = await objects.stream(layout.blob(sha256));
  if (!pieces) throw missing(sha256);
  const hash = createHash('sha256');
  let held: Uint8Array | undefined;
  for await (const piece of pieces) {
    if (held) yield held;
    hash.update(piece);
    held = piece;
  }
  requireDigest(sha256, hash.digest('hex'));
  if (held) yield held;
}

async function* readRange(
  objects: ObjectStore,
  sha256: Digest,
  range: ByteRange,
): AsyncIterable<Uint8Array> {
  const pieces = await objects.stream(layout.blob(sha256), range);
  if (!pieces) throw missing(sha256);
  yield* pieces;
}

function missing(sha256: Digest) {
  const key = layout.blob(sha256);
  return new ArtifactError(
    'missing',
    key,
    `${key} is not in the store, although something names it. Reproduce a run that made it, or restore it from a copy of the store.`,
  );
}

function requireDigest(expected: Digest, found: Digest) {
  if (found === expected) return;
  const key = layout.blob(expected);
  throw new ArtifactError(
    'corrupt',
    key,
    `${key} was damaged: its bytes have the SHA-256 ${found}. Remove it, then reproduce a run that made it, or restore it from a copy of the store.`,
  );
}

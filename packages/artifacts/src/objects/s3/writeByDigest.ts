import { createHash, randomUUID } from 'node:crypto';
import { eachAtMost } from '../../folders/eachAtMost';
import { sha256Of } from '../body';
import { checkKey } from '../objectKey';
import type { Body } from '../objectStore';
import { StoreError } from '../storeError';
import type { Bucket } from './bucket';
import { placeOf } from './bucketFault';
import { untilDecided } from './conditionalWrite';
import { objectSize } from './readObject';
import {
  inParts,
  inUpload,
  sendParts,
  split,
  writeObject,
} from './writeObject';

/** Below this, asking whether the object is there costs as much as sending it. */
const ASK_FIRST_BYTES = 1 << 17;

/** Copied by the server in ranges of so many bytes; it takes 5 GiB at most. */
const COPY_BYTES = 1 << 29;
const COPIES_AT_ONCE = 4;

/** What is on its way to a key that is not known yet. */
const UPLOADS = 'staging/uploads/';

export interface Written {
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * Creates an object whose key depends on its bytes, which are read once. Its key is
 * known after the last byte: what is too large for memory is sent to a key of its
 * own first, and copied by the server; where the object is there already, nothing
 * is kept of it.
 */
export async function writeByDigest(
  bucket: Bucket,
  keyOf: (sha256: string) => string,
  body: Body,
): Promise<Written> {
  checkKey(keyOf('…'));
  if (body instanceof Uint8Array) return writeKnown(bucket, keyOf, body);

  const hash = createHash('sha256');
  let sha256 = '';
  let bytes = 0;
  const { first, rest } = await split(
    watched(inParts(bucket, body), part => {
      hash.update(part);
      bytes += part.length;
    }),
  );
  if (first.length < bucket.limits.partBytes) {
    return writeKnown(bucket, keyOf, first);
  }

  const staged = `${UPLOADS}${randomUUID()}`;
  let isThere = false;
  const met = await inUpload(bucket, staged, rest, async upload => {
    await sendParts(bucket, upload, first, rest);
    sha256 = hash.digest('hex');
    isThere = (await objectSize(bucket, keyOf(sha256))) !== undefined;
    return isThere ? 'exists' : upload.complete();
  });
  if (!isThere) {
    if (met !== 'created') throw lost(bucket, staged);
    try {
      await copyObject(bucket, staged, keyOf(sha256), bytes);
    } finally {
      await bucket.client
        .deleteObject(bucket.address(staged))
        .catch(() => undefined);
    }
  }
  return { sha256, bytes };
}

async function writeKnown(
  bucket: Bucket,
  keyOf: (sha256: string) => string,
  bytes: Uint8Array,
): Promise<Written> {
  const sha256 = sha256Of(bytes);
  const key = keyOf(sha256);
  const isThere =
    bytes.length >= ASK_FIRST_BYTES &&
    (await objectSize(bucket, key)) !== undefined;
  if (!isThere) await writeObject(bucket, key, bytes);
  return { sha256, bytes: bytes.length };
}

/** By parts, since a whole copy can neither be conditional everywhere nor be as large. */
async function copyObject(
  bucket: Bucket,
  from: string,
  to: string,
  bytes: number,
): Promise<void> {
  const ranges = Array.from(
    { length: Math.ceil(bytes / COPY_BYTES) },
    (_, at) => ({
      nth: at + 1,
      from: at * COPY_BYTES,
      to: Math.min((at + 1) * COPY_BYTES, bytes),
    }),
  );
  await untilDecided(bucket, to, () =>
    inUpload(bucket, to, undefined, async upload => {
      await eachAtMost(COPIES_AT_ONCE, ranges, range =>
        upload.copy(from, range, range.nth),
      );
      return upload.complete();
    }),
  );
}

function lost(bucket: Bucket, key: string): StoreError {
  return new StoreError(
    'unreachable',
    `${placeOf(bucket.location)} failed: another writer was told to be at work on ${key}, which only this one knows. Nothing is half-written. Resume the run.`,
  );
}

async function* watched<T>(
  items: AsyncIterable<T>,
  look: (item: T) => void,
): AsyncGenerator<T> {
  for await (const item of items) {
    look(item);
    yield item;
  }
}

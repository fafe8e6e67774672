import { randomUUID } from 'node:crypto';
import { StoreError } from '../storeError';
import type { Bucket } from './bucket';
import { placeOf } from './bucketFault';
import { putOnce, type Met } from './conditionalWrite';
import { inUpload } from './writeObject';

/** Keys of probes, each used once and removed. */
const PROBES = 'staging/probes/';

/**
 * Looks whether the server lets a second writer replace what a first one created,
 * by either way of creating. On one that does, two runs that are first at the same
 * moment would each believe so: no lease, no claim and no version would hold.
 *
 * @throws StoreError 'no conditional writes', or why the bucket cannot be used
 */
export async function probeBucket(bucket: Bucket): Promise<void> {
  const key = `${PROBES}${randomUUID()}`;
  const bytes = Buffer.from('probe');
  await putOnce(bucket, key, bytes);
  try {
    // One after the other: two at once would meet as a conflict.
    requireRefusal(bucket, 'PutObject', await putOnce(bucket, key, bytes));
    requireRefusal(
      bucket,
      'CompleteMultipartUpload',
      await completeOver(bucket, key, bytes),
    );
  } finally {
    await bucket.client
      .deleteObject(bucket.address(key))
      .catch(() => undefined);
  }
}

/**
 * Lists, since a look at a single object cannot tell a bucket that is not there, or
 * a key that nobody knows, from an object that is not there.
 *
 * @throws StoreError
 */
export async function probeReading(bucket: Bucket): Promise<void> {
  const { bucket: name, prefix } = bucket.location;
  await bucket.told(`listing ${prefix || 'all of it'}`, client =>
    client.listObjectsV2({ Bucket: name, Prefix: prefix, MaxKeys: 1 }),
  );
}

async function completeOver(
  bucket: Bucket,
  key: string,
  bytes: Uint8Array,
): Promise<Met> {
  return inUpload(bucket, key, undefined, async upload => {
    await upload.send(bytes, 1);
    return upload.complete();
  });
}

function requireRefusal({ location }: Bucket, call: string, met: Met) {
  if (met === 'exists') return;
  throw new StoreError(
    'no conditional writes',
    `${placeOf(location)} cannot hold a store: its server let ${call} replace an object in spite of "If-None-Match: *", so that two writers could overwrite each other's results. Use a server that honours conditional writes, or update this one: see docs/how-to/keep-artifacts-in-s3.md.`,
  );
}

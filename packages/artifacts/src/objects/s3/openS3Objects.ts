import type { BucketLocation } from '@trainyard/backstage-plugin-ml-training-common';
import { Bucket } from './bucket';
import type { BucketOptions } from './bucketOptions';
import { probeBucket, probeReading } from './probeBucket';
import { S3ObjectStore } from './s3ObjectStore';

export interface OpenBucketOptions extends BucketOptions {
  /**
   * What the server is asked before the bucket is used, once a process: whether it
   * honours conditional writes, unless said; only whether the bucket may be read,
   * where nothing is going to be written; or nothing.
   */
  readonly probe?: 'writing' | 'reading' | 'nothing';
}

/** What passed, or is being asked. */
const probed = new Map<string, Promise<void>>();

/**
 * The objects of a bucket below its prefix.
 *
 * @throws StoreError where it cannot be used, or its server does not honour
 *   conditional writes
 */
export async function openS3Objects(
  location: BucketLocation,
  { probe = 'writing', ...options }: OpenBucketOptions = {},
): Promise<S3ObjectStore> {
  const bucket = new Bucket(location, options);
  if (probe !== 'nothing') await probeOnce(bucket, probe, options);
  return new S3ObjectStore(bucket);
}

async function probeOnce(
  bucket: Bucket,
  probe: 'writing' | 'reading',
  { credentials }: BucketOptions,
): Promise<void> {
  const asked = JSON.stringify([
    probe,
    bucket.location,
    credentials?.accessKeyId,
    credentials?.secretAccessKey,
  ]);
  let probing = probed.get(asked);
  if (!probing) {
    probing = probe === 'writing' ? probeBucket(bucket) : probeReading(bucket);
    probed.set(asked, probing);
    // A server that comes back, or is mended, must not stay refused.
    probing.catch(() => probed.delete(asked));
  }
  await probing;
}

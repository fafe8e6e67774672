import type {
  BucketLocation,
  StoreLocation,
} from '@trainyard/backstage-plugin-ml-training-common';
import { FileSystemObjectStore } from '../objects/fileSystem/fileSystemObjectStore';
import type { ObjectStore } from '../objects/objectStore';
import {
  openS3Objects,
  type OpenBucketOptions,
} from '../objects/s3/openS3Objects';
import type { ArtifactStore } from './artifactStore';
import { layout } from './layout';
import { openArtifactStore, openFileSystemStore } from './openStore';

/**
 * A store in a bucket, which must be there already.
 *
 * @throws StoreError where the bucket cannot be used, or its server does not honour
 *   conditional writes
 */
export async function openBucketStore(
  location: BucketLocation,
  options?: OpenBucketOptions,
): Promise<ArtifactStore> {
  const objects = await openS3Objects(location, options);
  return {
    ...openArtifactStore(objects),
    presign: (sha256, how) => objects.presignDownload(layout.blob(sha256), how),
  };
}

/**
 * The store at a location of either kind.
 *
 * @param options - for a bucket
 * @throws StoreError where it cannot be used
 */
export async function openStoreAt(
  location: StoreLocation,
  options?: OpenBucketOptions,
): Promise<ArtifactStore> {
  return location.kind === 's3'
    ? openBucketStore(location, options)
    : openFileSystemStore(location.path);
}

/** As openStoreAt, for who needs the objects and not the rooms. */
export async function openObjectsAt(
  location: StoreLocation,
  options?: OpenBucketOptions,
): Promise<ObjectStore> {
  return location.kind === 's3'
    ? openS3Objects(location, options)
    : FileSystemObjectStore.open(location.path);
}

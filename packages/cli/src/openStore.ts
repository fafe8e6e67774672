import { createHash } from 'node:crypto';
import { join } from 'node:path';
import {
  handedCredentials,
  openBucketStore,
  openFileSystemStore,
  type ArtifactStore,
} from '@trainyard/artifacts';
import type { StoreLocation } from '@trainyard/backstage-plugin-ml-training-common';
import { defaultCacheFolder } from '@trainyard/runner';
import type { CommandConsole } from './console';

/** A store, and the folders of this machine in which one works with it. */
export interface OpenedStore {
  readonly store: ArtifactStore;
  /** Where copies for people are laid: that of the store, or one of this machine. */
  readonly folder: string;
  /** On the store's own disk where it has one, so that laying out an input costs no copy where the disk can clone. */
  readonly workFolder: string;
}

/**
 * @param use - read: it may be a bucket whose credentials only allow that
 * @throws StoreError where it cannot be used
 */
export async function openStore(
  location: StoreLocation,
  { storeOptions, environment }: CommandConsole,
  use: 'read' | 'write' = 'write',
): Promise<OpenedStore> {
  if (location.kind === 'folder') {
    const { path } = location;
    return {
      folder: path,
      store: await openFileSystemStore(path, storeOptions),
      workFolder: join(path, 'work'),
    };
  }
  const credentials = handedCredentials(environment);
  const folder = join(
    defaultCacheFolder(environment),
    'buckets',
    createHash('sha256').update(JSON.stringify(location)).digest('hex'),
  );
  return {
    folder,
    store: await openBucketStore(location, {
      probe: use === 'read' ? 'reading' : 'writing',
      ...(credentials && { credentials }),
    }),
    workFolder: join(folder, 'work'),
  };
}

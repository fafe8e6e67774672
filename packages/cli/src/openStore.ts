import { join } from 'node:path';
import { openFileSystemStore, type ArtifactStore } from '@trainyard/artifacts';
import type { CommandConsole } from './console';

/** A store on this machine, and the folder beside it in which runs work. */
export interface OpenedStore {
  readonly folder: string;
  readonly store: ArtifactStore;
  /** On the store's own disk, so that laying out an input costs no copy where the disk can clone. */
  readonly workFolder: string;
}

export async function openStore(
  folder: string,
  { storeOptions }: CommandConsole,
): Promise<OpenedStore> {
  return {
    folder,
    store: await openFileSystemStore(folder, storeOptions),
    workFolder: join(folder, 'work'),
  };
}

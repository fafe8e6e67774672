import { FileSystemObjectStore } from '../objects/fileSystem/fileSystemObjectStore';
import { MemoryObjectStore } from '../objects/memoryObjectStore';
import type { ObjectStore } from '../objects/objectStore';
import type { ArtifactStore } from './artifactStore';
import { blobRoom } from './blobs/blobRoom';
import { checkpointRoom } from './checkpoints/checkpointRoom';
import { journalRoom } from './journal/journalRoom';
import { kindOfKey } from './kindOfKey';
import { nameRoom } from './names/nameRoom';
import { resultRoom } from './results/resultRoom';
import { runRoom } from './runs/runRoom';
import { treeRoom } from './trees/treeRoom';

/** The rooms of a store, over any place that keeps objects. */
export function openArtifactStore(objects: ObjectStore): ArtifactStore {
  return {
    objects,
    blobs: blobRoom(objects),
    trees: treeRoom(objects),
    names: nameRoom(objects),
    results: resultRoom(objects),
    runs: runRoom(objects),
    checkpoints: checkpointRoom(objects),
    journal: journalRoom(objects),
  };
}

/**
 * Told of each moment that a kill can fall into, such as `step manifest: link`:
 * for tests that kill the process there.
 */
export interface DurableWriteObserver {
  before(kind: string): void;
  after(kind: string): void;
}

export interface FileSystemStoreOptions {
  readonly observer?: DurableWriteObserver;
}

/**
 * A store in a folder of a local disk, which is made where there is none. What
 * processes that are gone were writing is removed.
 *
 * @throws StoreError where the folder cannot be used
 */
export async function openFileSystemStore(
  root: string,
  { observer }: FileSystemStoreOptions = {},
): Promise<ArtifactStore> {
  const objects = await FileSystemObjectStore.open(root, {
    observer: observer && {
      before: (action, key) => observer.before(`${kindOfKey(key)}: ${action}`),
      after: (action, key) => observer.after(`${kindOfKey(key)}: ${action}`),
    },
  });
  return openArtifactStore(objects);
}

/** A store that is gone with the process. */
export function openMemoryStore(): ArtifactStore {
  return openArtifactStore(new MemoryObjectStore());
}

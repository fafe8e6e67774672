import { MemoryObjectStore, type ObjectStore } from '@trainyard/artifacts';

/** Every object below the prefixes that a run writes to. */
export async function copyOf(objects: ObjectStore): Promise<MemoryObjectStore> {
  const copy = new MemoryObjectStore();
  for (const room of ROOMS) {
    for await (const key of objects.list(room)) {
      const bytes = await objects.read(key);
      if (bytes) await copy.create(key, bytes);
    }
  }
  return copy;
}

const ROOMS = [
  'blobs/',
  'trees/',
  'names/',
  'results/',
  'runs/',
  'checkpoints/',
  'staging/',
];

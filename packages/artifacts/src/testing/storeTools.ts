import type { Digest } from '@trainyard/backstage-plugin-ml-training-common';
import type { ArtifactStore, TreeEntry } from '../store/artifactStore';

/** A digest that nothing has. */
export const MISSING = 'f'.repeat(64);
export const AT = '2026-07-02T08:15:30.000Z';

export async function collect<T>(
  items: AsyncIterable<T> | Iterable<T>,
): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** A file whose bytes are in the store. */
export async function entryOf(
  store: ArtifactStore,
  path: string,
  words = path,
): Promise<TreeEntry> {
  const put = await store.blobs.put(Buffer.from(words));
  return { path, executable: false, ...put };
}

/** An artifact of one file with these words. */
export async function sealText(
  store: ArtifactStore,
  words: string,
): Promise<Digest> {
  return store.trees.seal([await entryOf(store, 'file.txt', words)]);
}

/** What a disk or a person may do, and the store itself never does. */
export async function replace(
  store: ArtifactStore,
  key: string,
  words: string,
): Promise<void> {
  await store.objects.remove(key);
  await store.objects.create(key, Buffer.from(words));
}

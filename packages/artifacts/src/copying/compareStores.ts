import { byUtf8 } from '../objects/byUtf8';
import type { ObjectStore } from '../objects/objectStore';
import type { ArtifactStore } from '../store/artifactStore';
import { layout } from '../store/layout';
import type { Finding } from '../verification/verifyStore';
import { differs } from './copyStore';
import { DOCUMENT_ROOMS } from './rooms';

/**
 * What one store has and the other has not, or has otherwise. Blobs are compared by
 * their lengths: whether they are the bytes of their digests is for verifyStore.
 */
export async function* compareStores(
  one: ArtifactStore,
  other: ArtifactStore,
): AsyncIterable<Finding> {
  for (const room of [layout.blobs, layout.trees, ...DOCUMENT_ROOMS]) {
    for await (const [key, inOne, inOther] of sideBySide(
      one.objects.list(room),
      other.objects.list(room),
    )) {
      if (!inOther) yield { key, problem: `${key} is in the first store only` };
      else if (!inOne) {
        yield { key, problem: `${key} is in the second store only` };
      } else if (!(await isSame(room, key, one.objects, other.objects))) {
        yield { key, problem: differs(key) };
      }
    }
  }
}

async function isSame(
  room: string,
  key: string,
  one: ObjectStore,
  other: ObjectStore,
): Promise<boolean> {
  if (room === layout.blobs) {
    return (await one.size(key)) === (await other.size(key));
  }
  const [a, b] = await Promise.all([one.read(key), other.read(key)]);
  return a !== undefined && b !== undefined && Buffer.compare(a, b) === 0;
}

/** Both lists are in the order of their bytes, so that neither is held in memory. */
async function* sideBySide(
  one: AsyncIterable<string>,
  other: AsyncIterable<string>,
): AsyncIterable<readonly [key: string, inOne: boolean, inOther: boolean]> {
  const left = one[Symbol.asyncIterator]();
  const right = other[Symbol.asyncIterator]();
  let a = await left.next();
  let b = await right.next();
  while (!a.done || !b.done) {
    const order = orderOf(a, b);
    const key: string = order <= 0 ? a.value : b.value;
    yield [key, order <= 0, order >= 0];
    if (order <= 0) a = await left.next();
    if (order >= 0) b = await right.next();
  }
}

/** What has come to its end is behind everything. */
function orderOf(a: IteratorResult<string>, b: IteratorResult<string>): number {
  if (a.done) return 1;
  return b.done ? -1 : byUtf8(a.value, b.value);
}

import type { Body, ObjectStore } from '@trainyard/artifacts';

/** The process that wrote is gone; whatever it would have done next never happens. */
export class Died extends Error {}

/**
 * Objects as a process sees them that is killed at its n-th write, before or after
 * it took place.
 *
 * @param at - from 1
 */
export function dyingObjects(
  objects: ObjectStore,
  at: number,
  side: 'before' | 'after',
): ObjectStore & { readonly hasDied: () => boolean } {
  let writes = 0;
  let dead = false;
  async function write<T>(work: () => Promise<T>): Promise<T> {
    if (dead) throw new Died();
    writes++;
    if (writes !== at) return work();
    dead = true;
    if (side === 'after') await work();
    throw new Died();
  }
  async function look<T>(work: () => Promise<T>): Promise<T> {
    if (dead) throw new Died();
    return work();
  }
  return {
    hasDied: () => dead,
    create: (key, body) => write(() => objects.create(key, body)),
    createByDigest: (keyOf: (sha256: string) => string, body: Body) =>
      write(() => objects.createByDigest(keyOf, body)),
    remove: key => write(() => objects.remove(key)),
    read: key => look(() => objects.read(key)),
    stream: (key, range) => look(() => objects.stream(key, range)),
    size: key => look(() => objects.size(key)),
    list: prefix => objects.list(prefix),
    children: prefix => objects.children(prefix),
  };
}

import { bytesOf, sha256Of } from './body';
import { rangeWithin } from './byteRange';
import { byUtf8 } from './byUtf8';
import { checkKey, checkPrefix } from './objectKey';
import type { Body, ByteRange, ObjectStore } from './objectStore';

/** Objects that are gone with the process: for tests and for trying things out. */
export class MemoryObjectStore implements ObjectStore {
  readonly #objects = new Map<string, Uint8Array>();

  async create(key: string, body: Body): Promise<'created' | 'exists'> {
    checkKey(key);
    // A copy: the writer may go on using its buffer.
    const bytes = Uint8Array.from(await bytesOf(body));
    if (this.#objects.has(key)) return 'exists';
    this.#objects.set(key, bytes);
    return 'created';
  }

  async createByDigest(keyOf: (sha256: string) => string, body: Body) {
    const bytes = await bytesOf(body);
    const sha256 = sha256Of(bytes);
    await this.create(keyOf(sha256), bytes);
    return { sha256, bytes: bytes.length };
  }

  async read(key: string): Promise<Uint8Array | undefined> {
    checkKey(key);
    const bytes = this.#objects.get(key);
    return bytes && Uint8Array.from(bytes);
  }

  async stream(
    key: string,
    range?: ByteRange,
  ): Promise<AsyncIterable<Uint8Array> | undefined> {
    checkKey(key);
    const bytes = this.#objects.get(key);
    if (!bytes) return undefined;
    const { from, to } = rangeWithin(bytes.length, range);
    return inPieces(bytes, from, to);
  }

  async size(key: string): Promise<number | undefined> {
    checkKey(key);
    return this.#objects.get(key)?.length;
  }

  async *list(prefix: string): AsyncIterable<string> {
    checkPrefix(prefix);
    yield* [...this.#objects.keys()]
      .filter(key => key.startsWith(prefix))
      .sort(byUtf8);
  }

  async *children(prefix: string): AsyncIterable<string> {
    const children = new Set<string>();
    for await (const key of this.list(prefix)) {
      const [first, ...deeper] = key.slice(prefix.length).split('/');
      children.add(deeper.length > 0 ? `${first}/` : first);
    }
    yield* children;
  }

  async remove(key: string): Promise<void> {
    checkKey(key);
    this.#objects.delete(key);
  }
}

const PIECE = 1 << 20;

/** Copies, a piece at a time: a reader may do with them what it likes. */
async function* inPieces(bytes: Uint8Array, from: number, to: number) {
  for (let at = from; at < to; at += PIECE) {
    yield bytes.slice(at, Math.min(at + PIECE, to));
  }
}

import { bytesOf, sha256Of } from './body';
import { byUtf8 } from './byUtf8';
import { checkKey, checkPrefix } from './objectKey';
import type { Body, ObjectStore } from './objectStore';

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

  async stream(key: string): Promise<AsyncIterable<Uint8Array> | undefined> {
    const bytes = await this.read(key);
    return bytes && onePiece(bytes);
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

async function* onePiece(bytes: Uint8Array) {
  yield bytes;
}

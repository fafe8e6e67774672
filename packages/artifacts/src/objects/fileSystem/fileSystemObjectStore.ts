import { createReadStream, type Dirent } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { sha256Of } from '../body';
import { rangeWithin } from '../byteRange';
import { byUtf8 } from '../byUtf8';
import { checkKey, checkPrefix } from '../objectKey';
import type { Body, ByteRange, ObjectStore } from '../objectStore';
import { explainFault, StoreError } from '../storeError';
import { Drafts, DRAFTS } from './drafts';
import { DurableFolders } from './durableFolders';
import {
  ifThere,
  linkUnlessThere,
  statIfThere,
  unlinkIfThere,
} from './ifThere';
import { writeDraft, type Written } from './writeDraft';

export type WriteAction =
  | 'write draft'
  | 'make folder'
  | 'link'
  | 'sync folder'
  | 'drop draft'
  | 'remove';

/** Told before and after each action that a power cut or a kill can fall between. */
export interface WriteObserver {
  before(action: WriteAction, key: string): void;
  after(action: WriteAction, key: string): void;
}

/** Big enough that hashing, not calls, takes the time; small enough for many at once. */
const PIECE = 1 << 20;

/**
 * Objects as files below a folder of a local disk. For all processes of one
 * machine: a machine cannot see whether a process of another one lives, and takes
 * its drafts for abandoned.
 *
 * An object is written to a draft, synced, and linked to its key. A link is used
 * where a rename would do the same at first sight: a rename replaces what another
 * writer has just created.
 */
export class FileSystemObjectStore implements ObjectStore {
  /** @throws StoreError 'cannot link', 'read only', 'not allowed' */
  static async open(
    root: string,
    options: { readonly observer?: WriteObserver } = {},
  ): Promise<FileSystemObjectStore> {
    const absolute = resolve(root);
    try {
      const folders = await DurableFolders.open(absolute);
      const drafts = new Drafts(absolute);
      drafts.sweep();
      drafts.probeLinks();
      return new FileSystemObjectStore(
        absolute,
        folders,
        drafts,
        options.observer,
      );
    } catch (error) {
      if (error instanceof StoreError) throw error;
      throw explainFault(`The store ${absolute}`, 'opening it', error);
    }
  }

  private constructor(
    private readonly root: string,
    private readonly folders: DurableFolders,
    private readonly drafts: Drafts,
    private readonly observer: WriteObserver | undefined,
  ) {}

  async create(key: string, body: Body): Promise<'created' | 'exists'> {
    const path = this.#path(key);
    const draft = await this.#told('writing', key, () => this.drafts.next());
    try {
      await this.#writeDraft(draft, key, body);
      return await this.#publish(draft, path, key);
    } finally {
      await this.#drop(draft, key);
    }
  }

  async createByDigest(
    keyOf: (sha256: string) => string,
    body: Body,
  ): Promise<Written> {
    if (body instanceof Uint8Array) {
      const sha256 = sha256Of(body);
      const key = keyOf(sha256);
      if (await this.#isNew(key)) await this.create(key, body);
      else await this.#sync(this.#path(key), key);
      return { sha256, bytes: body.length };
    }
    const unknown = keyOf('…');
    const draft = await this.#told('writing', unknown, () =>
      this.drafts.next(),
    );
    let isNew = true;
    try {
      const written = await this.#writeDraft(
        draft,
        unknown,
        body,
        async ({ sha256 }) => {
          isNew = await this.#isNew(keyOf(sha256));
          return isNew;
        },
      );
      const key = keyOf(written.sha256);
      const path = this.#path(key);
      // A draft that was found unwanted was not synced, and may not be linked any more.
      if (isNew) await this.#publish(draft, path, key);
      else await this.#sync(path, key);
      return written;
    } finally {
      await this.#drop(draft, unknown);
    }
  }

  async read(key: string): Promise<Uint8Array | undefined> {
    const path = this.#path(key);
    return this.#told('reading', key, () => ifThere(readFile(path)));
  }

  async stream(
    key: string,
    range?: ByteRange,
  ): Promise<AsyncIterable<Uint8Array> | undefined> {
    const bytes = await this.size(key);
    if (bytes === undefined) return undefined;
    const { from, to } = rangeWithin(bytes, range);
    return this.#pieces(key, from, to);
  }

  async size(key: string): Promise<number | undefined> {
    const path = this.#path(key);
    return this.#told('reading', key, () => {
      const status = statIfThere(path);
      return status?.isFile() ? status.size : undefined;
    });
  }

  async *list(prefix: string): AsyncIterable<string> {
    for await (const child of this.children(prefix)) {
      if (child.endsWith('/')) yield* this.list(`${prefix}${child}`);
      else yield `${prefix}${child}`;
    }
  }

  async *children(prefix: string): AsyncIterable<string> {
    checkPrefix(prefix);
    const path = this.#path(prefix.slice(0, -1));
    const found = await this.#told('listing', prefix, () =>
      ifThere(readdir(path, { withFileTypes: true })),
    );
    yield* (found ?? []).map(childName).sort(byUtf8);
  }

  async remove(key: string): Promise<void> {
    const path = this.#path(key);
    await this.#observed('remove', key, 'removing', () => {
      unlinkIfThere(path);
    });
    if (statIfThere(dirname(path))) await this.#sync(path, key);
  }

  async *#pieces(
    key: string,
    from: number,
    to: number,
  ): AsyncGenerator<Uint8Array> {
    // A stream cannot be told to read nothing: its end is inclusive.
    if (from === to) return;
    const stream = createReadStream(this.#path(key), {
      start: from,
      end: to - 1,
      highWaterMark: Math.min(PIECE, to - from),
    });
    try {
      yield* stream;
    } catch (error) {
      // What the consumer throws does not come by here, only what reading throws.
      throw this.#fault('reading', key, error);
    }
  }

  #path(key: string): string {
    checkKey(key);
    if (key === DRAFTS || key.startsWith(`${DRAFTS}/`)) {
      throw new StoreError(
        'invalid key',
        `${JSON.stringify(key)} is not a key: "${DRAFTS}/" holds what is being written`,
      );
    }
    return join(this.root, key);
  }

  async #isNew(key: string): Promise<boolean> {
    return (await this.size(key)) === undefined;
  }

  async #writeDraft(
    draft: string,
    key: string,
    body: Body,
    isWanted: (written: Written) => Promise<boolean> = async () => true,
  ): Promise<Written> {
    this.observer?.before('write draft', key);
    const written = await writeDraft(draft, body, {
      told: call => this.#told('writing', key, call),
      isWanted,
    });
    this.observer?.after('write draft', key);
    return written;
  }

  /** Gives a draft its name, unless the name is taken; either is durable afterwards. */
  async #publish(
    draft: string,
    path: string,
    key: string,
  ): Promise<'created' | 'exists'> {
    const folder = dirname(path);
    if (!this.folders.isDurable(folder)) {
      await this.#observed('make folder', key, 'writing', () =>
        this.folders.make(folder),
      );
    }
    const outcome = await this.#observed('link', key, 'writing', () =>
      linkUnlessThere(draft, path),
    );
    // Also where somebody was first: they may not have come to this line yet.
    await this.#sync(path, key);
    return outcome;
  }

  async #sync(path: string, key: string): Promise<void> {
    await this.#observed('sync folder', key, 'writing', () =>
      this.folders.sync(dirname(path)),
    );
  }

  async #drop(draft: string, key: string): Promise<void> {
    await this.#observed('drop draft', key, 'writing', () =>
      unlinkIfThere(draft),
    );
  }

  async #observed<T>(
    action: WriteAction,
    key: string,
    doing: string,
    call: () => T | Promise<T>,
  ): Promise<T> {
    this.observer?.before(action, key);
    const answer = await this.#told(doing, key, call);
    this.observer?.after(action, key);
    return answer;
  }

  async #told<T>(
    doing: string,
    key: string,
    call: () => T | Promise<T>,
  ): Promise<T> {
    try {
      return await call();
    } catch (error) {
      throw this.#fault(doing, key, error);
    }
  }

  #fault(doing: string, key: string, cause: unknown): StoreError {
    return explainFault(`The store ${this.root}`, `${doing} ${key}`, cause);
  }
}

function childName(child: Dirent): string {
  return child.isDirectory() ? `${child.name}/` : child.name;
}

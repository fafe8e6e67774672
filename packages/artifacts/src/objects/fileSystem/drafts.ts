import {
  linkSync,
  mkdirSync,
  readdirSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { errorCode, StoreError } from '../storeError';
import { isGone, nameOwnProcess } from './processIdentity';

/** A first segment that no key may have: what is below is not part of the store. */
export const DRAFTS = 'drafts';

/**
 * Files on their way to becoming objects. Each process writes into a folder that
 * bears its name, so that the next one can tell what a killed one left behind from
 * what a living one is still writing.
 */
export class Drafts {
  readonly #folder: string;
  #count = 0;

  constructor(private readonly root: string) {
    this.#folder = join(root, DRAFTS, nameOwnProcess());
  }

  /** A path that nothing lies at. */
  next(): string {
    if (this.#count === 0) mkdirSync(this.#folder, { recursive: true });
    this.#count += 1;
    return join(this.#folder, String(this.#count));
  }

  /** Removes the drafts of processes that are gone. */
  sweep(): void {
    for (const owner of this.#owners()) {
      if (isGone(owner)) {
        // force: another process may be sweeping too.
        rmSync(join(this.root, DRAFTS, owner), {
          recursive: true,
          force: true,
        });
      }
    }
  }

  /** @throws StoreError 'cannot link' where the file system knows no hard links */
  probeLinks(): void {
    const probe = this.next();
    const linked = this.next();
    writeFileSync(probe, '');
    try {
      linkSync(probe, linked);
      unlinkSync(linked);
    } catch (cause) {
      throw new StoreError(
        'cannot link',
        `The store ${this.root} lies on a file system without hard links (link() ended with ${errorCode(cause)}), which are what keeps two writers from replacing each other's objects. Choose a folder on a local disk with --store.`,
        { cause },
      );
    } finally {
      rmSync(this.#folder, { recursive: true, force: true });
      this.#count = 0;
    }
  }

  #owners(): string[] {
    try {
      return readdirSync(join(this.root, DRAFTS));
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return [];
      throw error;
    }
  }
}

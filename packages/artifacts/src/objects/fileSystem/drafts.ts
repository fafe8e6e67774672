import { linkSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode, StoreError } from '../storeError';
import { unlinkIfThere } from './ifThere';
import { makeFolders } from './makeFolders';
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
    if (this.#count === 0) makeFolders(this.#folder);
    this.#count += 1;
    return join(this.#folder, String(this.#count));
  }

  /** Removes the drafts of processes that are gone. */
  sweep(): void {
    for (const owner of namesIn(join(this.root, DRAFTS))) {
      if (isGone(owner)) sweepFolder(join(this.root, DRAFTS, owner));
    }
  }

  /** @throws StoreError 'cannot link' where the file system knows no hard links */
  probeLinks(): void {
    const probe = this.next();
    writeFileSync(probe, '');
    try {
      linkSync(probe, this.next());
    } catch (error) {
      throw NO_LINKS.has(errorCode(error) ?? '')
        ? cannotLink(this.root, error)
        : error;
    } finally {
      removeAll(this.#folder);
      this.#count = 0;
    }
  }
}

/** What link(2) says where a file system has no hard links. */
const NO_LINKS = new Set([
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EMLINK',
]);

function cannotLink(root: string, cause: unknown) {
  return new StoreError(
    'cannot link',
    `The store ${root} lies on a file system without hard links (link ended with ${errorCode(cause)}), which are what keeps two writers from replacing each other's objects. Choose a folder on a local disk with --store.`,
    { cause },
  );
}

/** What another user left is for that user to sweep: it takes space and does no other harm. */
function sweepFolder(folder: string): void {
  try {
    removeAll(folder);
  } catch (error) {
    if (!['EACCES', 'EPERM'].includes(errorCode(error) ?? '')) throw error;
  }
}

/** Several processes may be sweeping at once: what another one removed is as good as removed. */
function removeAll(folder: string): void {
  for (const name of namesIn(folder)) unlinkIfThere(join(folder, name));
  try {
    rmdirSync(folder);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

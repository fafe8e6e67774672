import { closeSync, fsync as fsyncWithCallback, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { makeFolders } from './makeFolders';

export const fsync = promisify(fsyncWithCallback);

/**
 * The folders below a root, and which of them are known to survive a power cut.
 * A folder is as new to its parent as a file is: without syncing the parent too,
 * the file would be safe in a folder that nobody finds.
 */
export class DurableFolders {
  readonly #durable = new Set<string>();

  /** Makes the root; everything above it that had to be made is durable afterwards. */
  static async open(root: string): Promise<DurableFolders> {
    const topmost = makeFolders(root);
    if (topmost !== undefined) {
      const last = dirname(topmost);
      await Promise.all(wayUp(root, above => above === last).map(syncFolder));
    }
    return new DurableFolders(root);
  }

  private constructor(root: string) {
    this.#durable.add(root);
  }

  isDurable(folder: string): boolean {
    return this.#durable.has(folder);
  }

  make(folder: string): void {
    makeFolders(folder);
  }

  /**
   * Makes durable the names inside a folder below the root, and the way to it. The
   * syncs start together, because a journal then writes them in one go.
   */
  async sync(folder: string): Promise<void> {
    const way = wayUp(folder, above => this.#durable.has(above));
    await Promise.all(way.map(syncFolder));
    for (const known of way) this.#durable.add(known);
  }
}

/** The folder and all above it, up to and with the first one that is the last. */
function wayUp(folder: string, isLast: (folder: string) => boolean): string[] {
  return isLast(folder)
    ? [folder]
    : [folder, ...wayUp(dirname(folder), isLast)];
}

async function syncFolder(path: string): Promise<void> {
  const descriptor = openSync(path, 'r');
  try {
    await fsync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

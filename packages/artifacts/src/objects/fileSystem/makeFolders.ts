import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCode } from '../storeError';

/**
 * Makes a folder and those above it that are missing. In place of mkdir's own
 * `recursive`, which says ENOENT where the file system is read-only.
 *
 * @returns the topmost folder that was made; undefined where all were there
 */
export function makeFolders(folder: string): string | undefined {
  try {
    mkdirSync(folder);
    return folder;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      const topmost = makeFolders(dirname(folder));
      makeOne(folder);
      return topmost ?? folder;
    }
    return requireFolder(folder, error);
  }
}

function makeOne(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    requireFolder(folder, error);
  }
}

/** Somebody else may have made it: then all is well. */
function requireFolder(folder: string, error: unknown): undefined {
  const isThere =
    errorCode(error) === 'EEXIST' && statSync(folder).isDirectory();
  if (!isThere) throw error;
  return undefined;
}

import { linkSync, statSync, unlinkSync, type Stats } from 'node:fs';
import { errorCode } from '../storeError';

/** What the file system says where no object is: none lies at a folder, nor below a file. */
const NOT_THERE = new Set(['ENOENT', 'ENOTDIR', 'EISDIR']);

export async function ifThere<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    if (NOT_THERE.has(errorCode(error) ?? '')) return undefined;
    throw error;
  }
}

export function statIfThere(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (NOT_THERE.has(errorCode(error) ?? '')) return undefined;
    throw error;
  }
}

/** In place of rm's own `force`, which hides what a read-only file system says. */
export function unlinkIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (!NOT_THERE.has(errorCode(error) ?? '')) throw error;
  }
}

/** The one thing of a file system that never replaces what another writer created. */
export function linkUnlessThere(
  draft: string,
  path: string,
): 'created' | 'exists' {
  try {
    linkSync(draft, path);
    return 'created';
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return 'exists';
    throw error;
  }
}

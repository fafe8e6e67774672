import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { byUtf8 } from '../objects/byUtf8';
import { errorCode } from '../objects/storeError';

/** Something in a folder that is not itself a folder. */
export interface FoundEntry {
  /** Relative to the folder, `/`-separated. */
  readonly path: string;
  readonly is:
    | 'file'
    | 'symbolic link'
    | 'named pipe'
    | 'socket'
    | 'device'
    | 'folder that cannot be read';
}

/** Answers true for what is to be left out; of a folder it is asked before what is in it. */
export type Exclude = (path: string) => boolean;

/**
 * Everything below a folder, sorted. Follows no links, and says nothing of
 * folders without files.
 *
 * @returns undefined where there is no folder, or something else in its place
 */
export async function walkFolder(
  folder: string,
  exclude: Exclude = () => false,
): Promise<readonly FoundEntry[] | undefined> {
  const status = await lstat(folder).catch(() => undefined);
  if (!status?.isDirectory()) return undefined;
  const found: FoundEntry[] = [];
  await collect(folder, '', exclude, found);
  return found.sort((a, b) => byUtf8(a.path, b.path));
}

async function collect(
  folder: string,
  below: string,
  exclude: Exclude,
  found: FoundEntry[],
): Promise<void> {
  const children = await readdir(join(folder, below), {
    withFileTypes: true,
  }).catch(error => {
    if (errorCode(error) === 'EACCES') return undefined;
    throw error;
  });
  if (!children) {
    found.push({ path: below || '.', is: 'folder that cannot be read' });
    return;
  }
  for (const child of children) {
    const path = below === '' ? child.name : `${below}/${child.name}`;
    if (exclude(path)) continue;
    if (child.isDirectory()) await collect(folder, path, exclude, found);
    else found.push({ path, is: kindOf(child) });
  }
}

function kindOf(child: Dirent): FoundEntry['is'] {
  if (child.isFile()) return 'file';
  if (child.isSymbolicLink()) return 'symbolic link';
  if (child.isFIFO()) return 'named pipe';
  return child.isSocket() ? 'socket' : 'device';
}

import { join } from 'node:path';
import type { TreeEntry } from '@trainyard/backstage-plugin-ml-training-common';
import { byUtf8 } from '../objects/byUtf8';
import { eachAtMost } from './eachAtMost';
import { FolderRefusal } from './folderRefusal';
import { hashBody, readStable } from './readStable';
import { walkFolder } from './walkFolder';

export interface FolderChange {
  readonly path: string;
  readonly change: 'changed' | 'added' | 'removed';
}

const AT_ONCE = 4;

/**
 * Says in what a folder differs from a list of files, by reading all of it. Bytes,
 * kind and executability count, other modes and times do not.
 *
 * @returns every difference, sorted by path; none where the folder is as listed
 */
export async function verifyFolder(
  folder: string,
  entries: readonly TreeEntry[],
): Promise<readonly FolderChange[]> {
  const found = (await walkFolder(folder)) ?? [];
  const listed = new Map(entries.map(entry => [entry.path, entry]));
  const there = new Set(found.map(({ path }) => path));

  const judged = await eachAtMost(AT_ONCE, found, async ({ path, is }) => {
    const entry = listed.get(path);
    if (!entry) return [{ path, change: 'added' as const }];
    return is === 'file' && (await isAsListed(folder, entry))
      ? []
      : [{ path, change: 'changed' as const }];
  });
  const removed = entries
    .filter(({ path }) => !there.has(path))
    .map(({ path }) => ({ path, change: 'removed' as const }));
  return [...judged.flat(), ...removed].sort((a, b) => byUtf8(a.path, b.path));
}

async function isAsListed(folder: string, entry: TreeEntry): Promise<boolean> {
  try {
    const path = join(folder, entry.path);
    const found = await readStable(path, entry.path, hashBody);
    return (
      found.sha256 === entry.sha256 && found.executable === entry.executable
    );
  } catch (error) {
    if (error instanceof FolderRefusal) return false;
    throw error;
  }
}

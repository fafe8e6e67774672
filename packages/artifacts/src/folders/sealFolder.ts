import { join } from 'node:path';
import {
  sortedEntries,
  treeDigest,
  type Digest,
  type TreeEntry,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { ArtifactStore } from '../store/artifactStore';
import { pathProblem } from '../store/trees/treePaths';
import { eachAtMost } from './eachAtMost';
import { FolderRefusal, orRefused, type Refused } from './folderRefusal';
import { hashBody, readStable, type Keep } from './readStable';
import { walkFolder, type Exclude } from './walkFolder';

export interface FolderTree {
  readonly tree: Digest;
  /** Sorted by path. */
  readonly entries: readonly TreeEntry[];
}

export interface FolderOptions {
  readonly exclude?: Exclude;
}

/**
 * Copies the files of a folder into the store and seals their list. Copies and
 * never moves: a writer that kept its descriptor would go on changing what was
 * moved. Of a file's mode only "executable" is kept; folders without files are
 * not.
 *
 * @returns why not, where the folder holds a link, a pipe, a socket, a device, a
 *   file that changes meanwhile, or a path that is not portable
 * @throws StoreError where the store fails
 */
export async function sealFolder(
  store: ArtifactStore,
  folder: string,
  options: FolderOptions = {},
): Promise<FolderTree | Refused> {
  const keep: Keep = body => store.blobs.put(body);
  return orRefused(
    listFiles(folder, keep, options).then(async entries => ({
      tree: await store.trees.seal(entries),
      entries,
    })),
  );
}

/** What `sealFolder` would answer; stores nothing. */
export async function treeOfFolder(
  folder: string,
  options: FolderOptions = {},
): Promise<FolderTree | Refused> {
  return orRefused(
    listFiles(folder, hashBody, options).then(entries => ({
      tree: treeDigest(entries),
      entries,
    })),
  );
}

/** Enough to let small files share a sync of the disk, few enough to bound memory. */
const AT_ONCE = 4;

/** @throws FolderRefusal */
async function listFiles(
  folder: string,
  keep: Keep,
  { exclude }: FolderOptions,
): Promise<TreeEntry[]> {
  const found = await walkFolder(folder, exclude);
  if (!found) throw new FolderRefusal(`${folder} is not a folder`);
  const special = found.find(({ is }) => is !== 'file');
  if (special) {
    throw new FolderRefusal(
      `${special.path} is a ${special.is}: an artifact holds files only. Write a file in its place`,
    );
  }
  const problem = pathProblem(found.map(({ path }) => path));
  if (problem) {
    throw new FolderRefusal(
      `${JSON.stringify(problem.path)} cannot be part of an artifact: ${problem.why}. Give it another name`,
    );
  }
  const entries = await eachAtMost(AT_ONCE, found, async ({ path }) => ({
    path,
    ...(await readStable(join(folder, path), path, keep)),
  }));
  return sortedEntries(entries);
}

import { chmod, mkdir, open, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type {
  Digest,
  TreeEntry,
} from '@trainyard/backstage-plugin-ml-training-common';
import { explainFault } from '../objects/storeError';
import type { ArtifactStore } from '../store/artifactStore';
import { eachAtMost } from './eachAtMost';
import { PIECE } from './readStable';

const AT_ONCE = 4;

/**
 * Lays an artifact into a folder that is empty or not there yet. Each file is
 * verified while it is written; one that fails is not left behind.
 *
 * Copies, so that whoever changes the folder, as root may, changes no artifact.
 *
 * @param options - readOnly: files become 0444, 0555 where executable, and folders
 *   0555; else files are 0644 or 0755
 * @returns the list, as verifyFolder takes it
 * @throws ArtifactError 'missing', 'corrupt'; StoreError where the folder cannot be
 *   written
 */
export async function fetchTree(
  store: ArtifactStore,
  tree: Digest,
  folder: string,
  { readOnly = false }: { readonly readOnly?: boolean } = {},
): Promise<readonly TreeEntry[]> {
  const entries = await store.trees.entries(tree);
  const told = teller(folder);
  await told('making it', () => mkdir(folder, { recursive: true }));
  await requireEmpty(folder);

  const folders = foldersOf(entries);
  for (const inner of folders) {
    await told(`making ${inner}`, () => mkdir(join(folder, inner)));
  }
  await eachAtMost(AT_ONCE, entries, entry =>
    fetchFile(store, entry, folder, readOnly, told),
  );
  if (readOnly) {
    // Last, since nothing can be laid into a read-only folder.
    for (const inner of [...folders, '.']) {
      await chmod(join(folder, inner), 0o555);
    }
  }
  return entries;
}

type Told = <T>(doing: string, call: () => Promise<T>) => Promise<T>;

/** Tells what goes wrong with the folder from what goes wrong with the store. */
function teller(folder: string): Told {
  return async (doing, call) => {
    try {
      return await call();
    } catch (error) {
      throw explainFault(`The folder ${folder}`, doing, error);
    }
  };
}

async function requireEmpty(folder: string) {
  const found = await readdir(folder);
  if (found.length > 0) {
    throw new Error(
      `${folder} is not empty: it holds ${found[0]}. An artifact is laid into a folder of its own.`,
    );
  }
}

async function fetchFile(
  store: ArtifactStore,
  { path, sha256, bytes, executable }: TreeEntry,
  folder: string,
  readOnly: boolean,
  told: Told,
): Promise<void> {
  const doing = `writing ${path}`;
  const to = join(folder, path);
  const file = await told(doing, () => open(to, 'wx'));
  try {
    if (bytes <= PIECE) {
      const all = await store.blobs.readAll(sha256);
      await told(doing, () => file.writeFile(all));
    } else {
      for await (const piece of store.blobs.read(sha256)) {
        await told(doing, () => file.writeFile(piece));
      }
    }
    await file.chmod((readOnly ? 0o444 : 0o644) | (executable ? 0o111 : 0));
  } catch (error) {
    await rm(to, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

/** Every folder that a file lies in, each after the one it lies in itself. */
function foldersOf(entries: readonly TreeEntry[]): string[] {
  const folders = new Set<string>();
  const add = (folder: string) => {
    if (folder === '.' || folders.has(folder)) return;
    add(dirname(folder));
    folders.add(folder);
  };
  for (const { path } of entries) add(dirname(path));
  return [...folders];
}

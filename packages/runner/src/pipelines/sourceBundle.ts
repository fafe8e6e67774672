import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { ArtifactStore, TreeEntry } from '@trainyard/artifacts';
import {
  treeDigest,
  type Digest,
} from '@trainyard/backstage-plugin-ml-training-common';

/** A file of a bundle with its bytes: read once, so that what was judged is what is sealed. */
export interface BundleFile extends TreeEntry {
  readonly content: Uint8Array;
}

/** All that a run is compiled from: specification, what it includes, lock and code (design §2). */
export interface SourceBundle {
  /** Name of the specification's file in the bundle. */
  readonly specification: string;
  readonly files: ReadonlyMap<string, BundleFile>;
}

export async function readBundleFile(
  folder: string,
  path: string,
): Promise<BundleFile> {
  const file = join(folder, path);
  const [content, { mode }] = await Promise.all([readFile(file), stat(file)]);
  return {
    path,
    content,
    sha256: createHash('sha256').update(content).digest('hex'),
    bytes: content.length,
    executable: (mode & 0o111) !== 0,
  };
}

/** The files below a folder of the bundle, with paths relative to it. */
export function filesBelow(
  bundle: SourceBundle,
  folder: string,
): readonly BundleFile[] {
  const normal = posix.normalize(folder).replace(/\/$/, '');
  const prefix = normal === '.' ? '' : `${normal}/`;
  return [...bundle.files.values()]
    .filter(({ path }) => path.startsWith(prefix))
    .map(file => ({ ...file, path: file.path.slice(prefix.length) }));
}

/** The tree that a code folder will be when it is sealed. */
export function codeTree(bundle: SourceBundle, folder: string): Digest {
  return treeDigest(filesBelow(bundle, folder));
}

/**
 * Seals the bundle, and each code folder as an artifact of its own.
 *
 * @returns the tree of the bundle
 */
export async function sealBundle(
  store: ArtifactStore,
  bundle: SourceBundle,
  codeFolders: readonly string[],
): Promise<Digest> {
  const files = [...bundle.files.values()];
  for (const { sha256, content } of files) {
    if (!(await store.blobs.has(sha256))) await store.blobs.put(content);
  }
  for (const folder of codeFolders) {
    await sealOnce(store, filesBelow(bundle, folder));
  }
  return sealOnce(store, files);
}

async function sealOnce(
  store: ArtifactStore,
  files: readonly BundleFile[],
): Promise<Digest> {
  const entries = files.map(({ path, sha256, bytes, executable }) => ({
    path,
    sha256,
    bytes,
    executable,
  }));
  const tree = treeDigest(entries);
  return (await store.trees.has(tree)) ? tree : store.trees.seal(entries);
}

/** A sealed bundle, read back: a run is repeated from it and never from git. */
export async function openBundle(
  store: ArtifactStore,
  tree: Digest,
  specification: string,
): Promise<SourceBundle> {
  const files = new Map<string, BundleFile>();
  for (const entry of await store.trees.entries(tree)) {
    const content = await store.blobs.readAll(entry.sha256);
    files.set(entry.path, { ...entry, content });
  }
  return { specification, files };
}

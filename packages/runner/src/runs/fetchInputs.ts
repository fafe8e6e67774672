import { constants } from 'node:fs';
import { chmod, copyFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  fetchTree,
  type ArtifactStore,
  type TreeEntry,
} from '@trainyard/artifacts';
import type { Digest } from '@trainyard/backstage-plugin-ml-training-common';
import type { SourcePlace } from './runPorts';

/** What lies in a folder, as it was proven when it was laid there. */
export interface LaidInput {
  readonly folder: string;
  readonly entries: readonly TreeEntry[];
}

/** Lays a tree into a folder, read-only and verified while it is written. */
export async function fetchInput(
  store: ArtifactStore,
  sources: ReadonlyMap<Digest, SourcePlace>,
  tree: Digest,
  folder: string,
): Promise<LaidInput> {
  const source = sources.get(tree);
  if (source?.strength === 'sha256') return layInPlace(source, folder);
  const entries = await fetchTree(store, tree, folder, { readOnly: true });
  return { folder, entries };
}

/**
 * A source that is pinned by digest only was proven when the run began; the copy
 * is proven again by whoever verifies the folder after the step.
 */
async function layInPlace(
  source: SourcePlace,
  folder: string,
): Promise<LaidInput> {
  for (const { path, file } of source.files) {
    const to = join(folder, path);
    await mkdir(dirname(to), { recursive: true });
    await copyFile(file, to, constants.COPYFILE_FICLONE);
    await chmod(to, 0o444);
  }
  return {
    folder,
    entries: source.files.map(({ path, sha256, bytes }) => ({
      path,
      sha256,
      bytes,
      executable: false,
    })),
  };
}

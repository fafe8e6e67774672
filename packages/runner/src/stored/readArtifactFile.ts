import type { ArtifactStore } from '@trainyard/artifacts';
import type { Digest } from '@trainyard/backstage-plugin-ml-training-common';

/** A small file of an artifact, verified; undefined where the artifact has none of that path. */
export async function readArtifactFile(
  store: ArtifactStore,
  tree: Digest,
  path: string,
): Promise<Buffer | undefined> {
  const entries = await store.trees.entries(tree);
  const entry = entries.find(it => it.path === path);
  return entry && Buffer.from(await store.blobs.readAll(entry.sha256));
}

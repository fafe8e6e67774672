import {
  shortDigest,
  sortedEntries,
  treeDigest,
  treeEntry,
  type Digest,
  type TreeEntry,
} from '@trainyard/backstage-plugin-ml-training-common';
import { z } from 'zod';
import type { ObjectStore } from '../../objects/objectStore';
import { ArtifactError } from '../artifactError';
import type { TreeRoom } from '../artifactStore';
import { readDocument } from '../documents/readDocument';
import { createDocument } from '../documents/writeDocument';
import { layout } from '../layout';
import { pathProblem } from './treePaths';

const treeDocument = z.strictObject({
  schema_version: z.literal(1),
  entries: z.array(treeEntry),
});

export function treeRoom(objects: ObjectStore): TreeRoom {
  return {
    async seal(entries) {
      const tree = treeDigest(entries);
      const key = layout.tree(tree);
      refusePaths(key, entries);
      await requireBlobs(objects, entries);
      await createDocument(objects, key, treeDocument, {
        schema_version: 1,
        entries: sortedEntries(entries),
      });
      return tree;
    },

    has: tree => hasTree(objects, tree),
    entries: tree => readTree(objects, tree),
  };
}

async function hasTree(objects: ObjectStore, tree: Digest): Promise<boolean> {
  return (await objects.size(layout.tree(tree))) !== undefined;
}

async function readTree(
  objects: ObjectStore,
  tree: Digest,
): Promise<readonly TreeEntry[]> {
  const key = layout.tree(tree);
  const document = await readDocument(objects, key, treeDocument);
  if (!document) throw missingTree(tree);
  const found = treeDigest(document.entries);
  if (found !== tree) {
    throw new ArtifactError(
      'corrupt',
      key,
      `${key} was damaged: its list has the digest ${found}. Restore it from a copy of the store.`,
    );
  }
  // A list made elsewhere must not write outside the folder it is fetched to.
  refusePaths(key, document.entries);
  return document.entries;
}

/**
 * Whatever names an artifact calls this first: a name that leads nowhere would
 * only be noticed by whoever needs the artifact.
 *
 * @throws ArtifactError 'missing'
 */
export async function requireTree(
  objects: ObjectStore,
  tree: Digest,
): Promise<void> {
  if (!(await hasTree(objects, tree))) throw missingTree(tree);
}

function missingTree(tree: Digest) {
  return new ArtifactError(
    'missing',
    layout.tree(tree),
    `The artifact ${shortDigest(tree)} is not in the store: ${layout.tree(tree)} does not exist. It was never sealed, or was removed since.`,
  );
}

function refusePaths(key: string, entries: readonly TreeEntry[]) {
  const problem = pathProblem(entries.map(({ path }) => path));
  if (!problem) return;
  throw new ArtifactError(
    'invalid',
    key,
    `The file ${JSON.stringify(problem.path)} cannot be part of an artifact: ${problem.why}. Artifacts hold files that can be laid out on every machine; give it another name.`,
  );
}

async function requireBlobs(
  objects: ObjectStore,
  entries: readonly TreeEntry[],
) {
  for (const { path, sha256, bytes } of entries) {
    const key = layout.blob(sha256);
    const found = await objects.size(key);
    if (found === undefined) {
      throw new ArtifactError(
        'missing',
        key,
        `The list names the file ${JSON.stringify(path)}, but its bytes ${shortDigest(sha256)} are not in the store. Blobs are put before the list is sealed.`,
      );
    }
    if (found !== bytes) {
      throw new ArtifactError(
        'corrupt',
        key,
        `${key} holds ${found} bytes where the file ${JSON.stringify(path)} has ${bytes}. Run trainyard verify.`,
      );
    }
  }
}

import { DOCUMENT_ROOMS } from '../copying/rooms';
import { hashBody } from '../folders/readStable';
import { StoreError } from '../objects/storeError';
import { ArtifactError } from '../store/artifactError';
import type { ArtifactStore } from '../store/artifactStore';
import { layout } from '../store/layout';
import { referencesOf, type References } from './references';

/** Something in the store that is not as it was written. */
export interface Finding {
  readonly key: string;
  /** In words, with what to do. */
  readonly problem: string;
}

/** What was looked at so far. */
export interface VerifyCounts {
  readonly blobs: number;
  readonly bytes: number;
  readonly trees: number;
  /** Names, results, runs, checkpoints, journal. */
  readonly documents: number;
}

export interface Verification extends AsyncIterable<Finding> {
  /** Grows while the findings are read. */
  readonly counts: VerifyCounts;
}

/**
 * Reads all of a store again: hashes every blob and every list, reads every
 * document and looks whether what it names is there. Changes nothing. What other
 * processes add meanwhile may or may not be looked at.
 */
export function verifyStore(store: ArtifactStore): Verification {
  const counts = { blobs: 0, bytes: 0, trees: 0, documents: 0 };
  return {
    counts,
    async *[Symbol.asyncIterator]() {
      yield* verifyBlobs(store, counts);
      yield* verifyTrees(store, counts);
      for (const room of DOCUMENT_ROOMS) {
        yield* verifyDocuments(store, room, counts);
      }
    },
  };
}

type Counting = { -readonly [count in keyof VerifyCounts]: number };

async function* verifyBlobs(
  { objects }: ArtifactStore,
  counts: Counting,
): AsyncIterable<Finding> {
  for await (const key of objects.list(layout.blobs)) {
    const problems = await problemsOf(async () => {
      const pieces = await objects.stream(key);
      if (!pieces) return [];
      const { sha256, bytes } = await hashBody({ open: () => pieces });
      counts.bytes += bytes;
      return key === layout.blob(sha256)
        ? []
        : [
            `${key} was damaged: its bytes have the SHA-256 ${sha256}. Remove it, then reproduce a run that made it, or restore it from a copy of the store.`,
          ];
    });
    counts.blobs += 1;
    for (const problem of problems) yield { key, problem };
  }
}

async function* verifyTrees(
  store: ArtifactStore,
  counts: Counting,
): AsyncIterable<Finding> {
  for await (const key of store.objects.list(layout.trees)) {
    const tree = key.slice(layout.trees.length, -'.json'.length);
    const problems = await problemsOf(async () => {
      const entries = await store.trees.entries(tree);
      return missingBlobs(
        store,
        entries.map(({ sha256, bytes }) => [sha256, bytes]),
      );
    });
    counts.trees += 1;
    for (const problem of problems) yield { key, problem };
  }
}

async function* verifyDocuments(
  store: ArtifactStore,
  room: string,
  counts: Counting,
): AsyncIterable<Finding> {
  for await (const key of store.objects.list(room)) {
    const problems = await problemsOf(async () => {
      const bytes = await store.objects.read(key);
      return bytes ? missingReferences(store, referencesOf(key, bytes)) : [];
    });
    counts.documents += 1;
    for (const problem of problems) yield { key, problem };
  }
}

async function missingReferences(
  store: ArtifactStore,
  { trees, blobs }: References,
): Promise<string[]> {
  const missing = await missingBlobs(
    store,
    blobs.map(sha256 => [sha256, undefined]),
  );
  for (const tree of trees) {
    if (!(await store.trees.has(tree))) {
      missing.push(`it names ${layout.tree(tree)}, which is missing`);
    }
  }
  return missing;
}

/** @param blobs - digests, and lengths where they are known */
async function missingBlobs(
  { objects }: ArtifactStore,
  blobs: readonly (readonly [string, number | undefined])[],
): Promise<string[]> {
  const problems: string[] = [];
  for (const [sha256, bytes] of blobs) {
    const key = layout.blob(sha256);
    const found = await objects.size(key);
    if (found === undefined) {
      problems.push(`it names ${key}, which is missing`);
    } else if (bytes !== undefined && found !== bytes) {
      problems.push(
        `it names ${key} with ${bytes} bytes, which has ${found} bytes`,
      );
    }
  }
  return problems;
}

/** A fault of one object is a finding, so that the others are looked at too. */
async function problemsOf(look: () => Promise<string[]>): Promise<string[]> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof ArtifactError || error instanceof StoreError) {
      return [error.message];
    }
    throw error;
  }
}

import type { ArtifactStore, TreeEntry } from '@trainyard/artifacts';
import type { Digest } from '@trainyard/backstage-plugin-ml-training-common';
import { damageOf } from './sealedTrees';

/** Verified before the first byte goes out; a larger one while it goes. */
const SMALL = 8 * 1024 * 1024;

/** Long enough to begin a download, and too short to be passed around. */
const ADDRESS_SECONDS = 60;

export type OpenOutcome =
  | {
      readonly outcome: 'opened';
      /** Last part of its path. */
      readonly name: string;
      readonly bytes: number;
      readonly sha256: Digest;
      /** Throws in place of its last piece where the digest does not fit: destroy the connection then. */
      readonly body: AsyncIterable<Uint8Array>;
    }
  /** The store itself hands it out: by an address that works for a while. */
  | {
      readonly outcome: 'elsewhere';
      readonly url: string;
      readonly sha256: Digest;
    }
  | { readonly outcome: 'damaged'; readonly because: string };

/** A file of an artifact, to be sent on; nobody gets all of a file that is damaged. */
export async function openFile(
  store: ArtifactStore,
  { path, sha256, bytes }: TreeEntry,
): Promise<OpenOutcome> {
  try {
    const found = await store.blobs.size(sha256);
    if (found !== bytes) {
      return {
        outcome: 'damaged',
        because: `${path} has ${found} bytes in the store where ${bytes} were sealed. Restore it from a copy of the store, or reproduce the run.`,
      };
    }
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (store.presign && bytes >= SMALL) {
      const url = await store.presign(sha256, {
        seconds: ADDRESS_SECONDS,
        filename: name,
        contentType: 'application/octet-stream',
      });
      return { outcome: 'elsewhere', url, sha256 };
    }
    const body =
      bytes < SMALL
        ? onePiece(await store.blobs.readAll(sha256))
        : store.blobs.read(sha256);
    return { outcome: 'opened', name, bytes, sha256, body };
  } catch (error) {
    return { outcome: 'damaged', because: damageOf(error) };
  }
}

async function* onePiece(bytes: Uint8Array) {
  yield bytes;
}

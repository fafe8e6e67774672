import { eachArriving } from '../folders/eachArriving';
import { ArtifactError } from '../store/artifactError';
import type { ArtifactStore } from '../store/artifactStore';
import { layout } from '../store/layout';
import { referencesOf } from '../verification/references';
import type { Finding } from '../verification/verifyStore';
import { DOCUMENT_ROOMS } from './rooms';

export interface CopyCounts {
  /** Objects that were not in the other store before. */
  readonly copied: number;
  /** Bytes of these. */
  readonly bytes: number;
  /** Objects that the other store had already, with the same bytes. */
  readonly there: number;
}

type Counting = { -readonly [count in keyof CopyCounts]: number };

/** Large ones go in parts, several of each in memory. */
const BLOBS_AT_ONCE = 4;
const DOCUMENTS_AT_ONCE = 16;

/** Up to here a blob is read at once. */
const SMALL_BYTES = 1 << 20;

/**
 * Copies all that is sealed, and checkpoints, into another store: what is named
 * before what names it, so that whatever is cut off can be begun again and goes on
 * where it was. What is on its way (staging, drafts, work) is left out. Nothing that
 * is there is replaced.
 *
 * @param tell - called with what was not copied: it is damaged here, or the other
 *   store holds other content under the same key
 * @throws StoreError where either store fails
 */
export async function copyStore(
  from: ArtifactStore,
  to: ArtifactStore,
  tell: (finding: Finding) => void,
): Promise<CopyCounts> {
  const counts: Counting = { copied: 0, bytes: 0, there: 0 };
  const each = (
    room: string,
    atOnce: number,
    copy: (key: string) => Promise<void>,
  ) =>
    eachArriving(atOnce, from.objects.list(room), async key => {
      try {
        await copy(key);
      } catch (error) {
        if (!(error instanceof ArtifactError)) throw error;
        tell({ key, problem: error.message });
      }
    });

  await each(layout.blobs, BLOBS_AT_ONCE, async key => {
    const sha256 = key.slice(key.lastIndexOf('/') + 1);
    const bytes = await from.blobs.size(sha256);
    const there = await to.objects.size(key);
    if (there === undefined) {
      await to.objects.create(
        key,
        bytes <= SMALL_BYTES
          ? await from.blobs.readAll(sha256)
          : // Verified while it is read: what is damaged fails before its last byte.
            { open: () => from.blobs.read(sha256) },
      );
      counts.copied += 1;
      counts.bytes += bytes;
    } else if (there === bytes) {
      counts.there += 1;
    } else {
      tell({
        key,
        problem: `${key} has ${bytes} bytes here and ${there} in the other store. Verify both: one of them was damaged.`,
      });
    }
  });

  const copyDocument = async (key: string, bytes: Uint8Array | undefined) => {
    if (!bytes) return;
    if ((await to.objects.create(key, bytes)) === 'created') {
      counts.copied += 1;
      counts.bytes += bytes.length;
      return;
    }
    const there = await to.objects.read(key);
    if (there && Buffer.compare(there, bytes) === 0) counts.there += 1;
    else tell({ key, problem: differs(key) });
  };
  await each(layout.trees, DOCUMENTS_AT_ONCE, async key => {
    // Read as a list first, which verifies it.
    await from.trees.entries(key.slice(layout.trees.length, -'.json'.length));
    await copyDocument(key, await from.objects.read(key));
  });
  for (const room of DOCUMENT_ROOMS) {
    await each(room, DOCUMENTS_AT_ONCE, async key => {
      const bytes = await from.objects.read(key);
      if (bytes) referencesOf(key, bytes);
      await copyDocument(key, bytes);
    });
  }
  return counts;
}

export function differs(key: string): string {
  return `${key} holds other content in the other store: both were written there first. Nothing sealed is replaced; keep both stores, or choose which of them to go on with.`;
}

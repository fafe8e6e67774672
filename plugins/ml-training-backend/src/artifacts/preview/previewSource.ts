import type { ArtifactStore, TreeEntry } from '@trainyard/artifacts';

/** A file as previews read it. */
export interface PreviewSource {
  readonly path: string;
  readonly bytes: number;
  /** At most so many bytes from one on; fewer at the end. */
  read(from: number, bytes: number): Promise<Buffer>;
}

/** Read and verified whole; of a larger file only what is shown is read, which nobody can verify. */
const VERIFIED = 8 * 1024 * 1024;

/** @throws ArtifactError 'missing' or 'corrupt' */
export async function previewSource(
  { blobs }: ArtifactStore,
  { path, sha256, bytes }: TreeEntry,
): Promise<PreviewSource> {
  if (bytes <= VERIFIED) {
    const all = Buffer.from(await blobs.readAll(sha256));
    return {
      path,
      bytes: all.length,
      read: async (from, most) => all.subarray(from, from + most),
    };
  }
  return {
    path,
    bytes: await blobs.size(sha256),
    async read(from, most) {
      const pieces: Uint8Array[] = [];
      for await (const piece of blobs.readRange(sha256, {
        from,
        bytes: most,
      })) {
        pieces.push(piece);
      }
      return Buffer.concat(pieces);
    },
  };
}

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** The pieces are large, so that hashing and not the loop around it takes the time. */
const PIECE = 1 << 20;

/** Digest and length of a file of any size, read once. */
export async function hashFile(
  file: string,
): Promise<{ readonly sha256: string; readonly bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of createReadStream(file, { highWaterMark: PIECE })) {
    hash.update(piece);
    bytes += piece.length;
  }
  return { sha256: hash.digest('hex'), bytes };
}

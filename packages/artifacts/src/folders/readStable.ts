import { createHash } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { constants, open, type FileHandle } from 'node:fs/promises';
import type { Digest } from '@trainyard/backstage-plugin-ml-training-common';
import { sha256Of } from '../objects/body';
import type { Body } from '../objects/objectStore';
import { errorCode } from '../objects/storeError';
import { FolderRefusal } from './folderRefusal';

export interface Kept {
  readonly sha256: Digest;
  readonly bytes: number;
}

/** What becomes of a file's bytes: put into a store, or only hashed. */
export type Keep = (body: Body) => Promise<Kept>;

/** Read at once up to here; in pieces of this size beyond. */
export const PIECE = 1 << 20;

/**
 * Reads a file through one descriptor, and refuses it where it was not the same
 * file of the same length from start to end.
 *
 * @param shown - how to call the file in a refusal
 * @throws FolderRefusal
 */
export async function readStable(
  path: string,
  shown: string,
  keep: Keep,
): Promise<Kept & { readonly executable: boolean }> {
  const file = await openRegular(path, shown);
  try {
    const before = await file.stat({ bigint: true });
    if (!before.isFile()) {
      throw new FolderRefusal(`${shown} is not a file any more`);
    }
    const kept = await keep(await bodyOf(file, Number(before.size)));
    const after = await file.stat({ bigint: true });
    if (hasChanged(before, after) || BigInt(kept.bytes) !== after.size) {
      throw new FolderRefusal(
        `${shown} changed while it was read: something still writes to it. Write it completely before the command ends`,
      );
    }
    return { ...kept, executable: (after.mode & 0o111n) !== 0n };
  } finally {
    await file.close();
  }
}

/** Hashes and keeps nothing. */
export async function hashBody(body: Body): Promise<Kept> {
  if (body instanceof Uint8Array) {
    return { sha256: sha256Of(body), bytes: body.length };
  }
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of body.open()) {
    hash.update(piece);
    bytes += piece.length;
  }
  return { sha256: hash.digest('hex'), bytes };
}

/** Neither follows a link nor waits for a pipe that was put there since the folder was listed. */
async function openRegular(path: string, shown: string): Promise<FileHandle> {
  const flags =
    constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  try {
    return await open(path, flags);
  } catch (error) {
    throw new FolderRefusal(`${shown} cannot be read: ${errorCode(error)}`);
  }
}

async function bodyOf(file: FileHandle, bytes: number): Promise<Body> {
  if (bytes <= PIECE) return file.readFile();
  return {
    open: () =>
      file.createReadStream({
        start: 0,
        autoClose: false,
        highWaterMark: PIECE,
      }),
  };
}

function hasChanged(before: BigIntStats, after: BigIntStats): boolean {
  return (
    before.size !== after.size ||
    before.mtimeNs !== after.mtimeNs ||
    before.ctimeNs !== after.ctimeNs
  );
}

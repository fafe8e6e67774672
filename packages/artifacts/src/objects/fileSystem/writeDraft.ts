import { createHash } from 'node:crypto';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { sha256Of } from '../body';
import type { Body } from '../objectStore';
import { fsync } from './durableFolders';

export interface Written {
  readonly sha256: string;
  readonly bytes: number;
}

/** Up to here a write into the page cache is shorter than a hop through the thread pool. */
const SMALL = 1 << 16;

export interface DraftRules {
  /**
   * Runs a call of the file system. Errors of the body's own reading do not go
   * through it, so that a source that cannot be read is not blamed on the store.
   */
  readonly told: <T>(call: () => T | Promise<T>) => Promise<T>;
  /** Asked when all is written; a draft that nobody wants any more is not synced. */
  readonly isWanted: (written: Written) => Promise<boolean>;
}

/** Writes a new file whose bytes survive a power cut once this has returned. */
export async function writeDraft(
  path: string,
  body: Body,
  rules: DraftRules,
): Promise<Written> {
  return body instanceof Uint8Array && body.length <= SMALL
    ? rules.told(() => writeAtOnce(path, body))
    : writePieces(path, body, rules);
}

async function writeAtOnce(path: string, bytes: Uint8Array): Promise<Written> {
  const file = openSync(path, 'wx');
  try {
    writeFileSync(file, bytes);
    await fsync(file);
  } finally {
    closeSync(file);
  }
  return { sha256: sha256Of(bytes), bytes: bytes.length };
}

async function writePieces(
  path: string,
  body: Body,
  { told, isWanted }: DraftRules,
): Promise<Written> {
  const hash = createHash('sha256');
  let bytes = 0;
  const file = await told(() => open(path, 'wx'));
  try {
    for await (const piece of body instanceof Uint8Array
      ? [body]
      : body.open()) {
      const writing = told(() => file.writeFile(piece));
      // While the disk writes: hashing is what takes the time.
      hash.update(piece);
      bytes += piece.length;
      await writing;
    }
    const written = { sha256: hash.digest('hex'), bytes };
    if (await isWanted(written)) await told(() => file.sync());
    return written;
  } finally {
    await file.close();
  }
}

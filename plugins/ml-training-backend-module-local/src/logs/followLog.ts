import { open, readdir, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { LogPiece } from '@trainyard/backstage-plugin-ml-training-node';
import { SecretMask } from '@trainyard/runner';

const LARGEST_PIECE = 64 * 1024;
const LOOK_MS = 100;

/** @returns the folder of the newest try of a step; undefined where none is at work */
export async function newestTry(
  stepsFolder: string,
  step: string,
): Promise<string | undefined> {
  const names = await readdir(stepsFolder).catch((): string[] => []);
  const tries = names
    .filter(name => name.startsWith(`${step}-`))
    .map(name => name.slice(step.length + 1))
    .filter(nth => /^\d+$/.test(nth))
    .map(Number);
  return tries.length === 0
    ? undefined
    : join(stepsFolder, `${step}-${Math.max(...tries)}`);
}

export interface LogToFollow {
  /** Of one try; wiped when the try is over. */
  readonly folder: string;
  /** The byte to begin with. */
  readonly from: number;
  /** Values that nobody is to read. */
  readonly secrets: readonly string[];
  /** Whether nobody will write any more although the folder is still there. */
  readonly isOver: () => Promise<boolean>;
  readonly signal: AbortSignal;
}

/** Gives what a log holds and what is added, until the try is over or the signal aborts. */
export async function* followLog(log: LogToFollow): AsyncIterable<LogPiece> {
  const mask = new SecretMask(log.secrets);
  // A secret may have begun before the byte that is asked for.
  const start = Math.max(0, log.from - mask.reach);
  let read = start;
  let given = start;
  const pieces = function* piecesOf(bytes: Uint8Array): Iterable<LogPiece> {
    for (let at = 0; at < bytes.length; at += LARGEST_PIECE) {
      const piece = bytes.subarray(at, at + LARGEST_PIECE);
      const skipped = Math.max(0, log.from - given);
      given += piece.length;
      if (skipped < piece.length) {
        const rest = piece.subarray(skipped);
        yield { offset: given - rest.length, bytes: rest };
      }
    }
  };

  let file: FileHandle | undefined;
  try {
    for (;;) {
      // Asked before reading: what was written before the end is read after it.
      const over = (await isWiped(log.folder)) || (await log.isOver());
      file ??= await open(join(log.folder, 'log')).catch(() => undefined);
      while (file && !log.signal.aborted) {
        const { bytesRead, buffer } = await file.read(
          Buffer.allocUnsafe(LARGEST_PIECE),
          0,
          LARGEST_PIECE,
          read,
        );
        if (bytesRead === 0) break;
        read += bytesRead;
        yield* pieces(mask.push(buffer.subarray(0, bytesRead)));
      }
      if (log.signal.aborted) return;
      if (over) break;
      await wait(LOOK_MS, undefined, { signal: log.signal }).catch(() => {});
    }
    yield* pieces(mask.end());
  } finally {
    await file?.close();
  }
}

function isWiped(folder: string): Promise<boolean> {
  return stat(folder).then(
    () => false,
    () => true,
  );
}

import type { LogPiece } from '@trainyard/backstage-plugin-ml-training-node';
import { isFault } from '../api/apiError';

const LARGEST_PIECE = 64 * 1024;
const PAUSE_MILLISECONDS = 500;
/** A container may have ended before Argo says so of its node. */
const END_KNOWN_MILLISECONDS = 10_000;

export interface LogToFollow {
  /** The byte to begin with. */
  readonly from: number;
  /** The log from its first byte; waits for what is said next where it is to follow. */
  readonly read: (
    follow: boolean,
    signal: AbortSignal,
  ) => AsyncIterable<Uint8Array>;
  /** Whether anything may be said yet. */
  readonly isOver: () => boolean;
  /** Resolves when that may have changed, or after so many milliseconds. */
  readonly changed: (
    milliseconds: number,
    signal: AbortSignal,
  ) => Promise<void>;
  readonly signal: AbortSignal;
  /** Between a break and the next connection; half a second where it is absent. */
  readonly pauseMilliseconds?: number;
}

/**
 * Gives a log from a byte on until it is over. A connection that breaks is made
 * anew; clusters know no offsets, so that the log is read from its beginning then
 * and the bytes that were given are counted off.
 */
export async function* followLog(log: LogToFollow): AsyncIterable<LogPiece> {
  let next = log.from;
  while (!log.signal.aborted) {
    const over = log.isOver();
    const reading = new AbortController();
    const ended = over ? undefined : abortWhenOver(log, reading);
    let isBroken = false;
    let at = 0;
    try {
      const signal = AbortSignal.any([log.signal, reading.signal]);
      for await (const bytes of log.read(!over, signal)) {
        at += bytes.length;
        if (at <= next) continue;
        const fresh = bytes.subarray(Math.max(0, bytes.length - (at - next)));
        for (let i = 0; i < fresh.length; i += LARGEST_PIECE) {
          const piece = fresh.subarray(i, i + LARGEST_PIECE);
          yield { offset: next, bytes: piece };
          next += piece.length;
        }
      }
    } catch (error) {
      // Asking again would be refused again: whoever reads is told.
      if (isFault(error, 'forbidden', 'unauthorized')) throw error;
      // It broke, or was cut because it is over, or its pod is gone.
      isBroken = true;
    } finally {
      reading.abort();
    }
    await ended;
    // Read once more after the end was known: what came last is in it.
    if (over) return;
    await overWithin(
      isBroken
        ? (log.pauseMilliseconds ?? PAUSE_MILLISECONDS)
        : END_KNOWN_MILLISECONDS,
      log,
    );
  }
}

async function overWithin(milliseconds: number, log: LogToFollow) {
  const until = performance.now() + milliseconds;
  while (!log.isOver() && !log.signal.aborted) {
    const left = until - performance.now();
    if (left <= 0) return;
    await log.changed(left, log.signal);
  }
}

async function abortWhenOver(log: LogToFollow, reading: AbortController) {
  const { signal } = reading;
  while (!signal.aborted && !log.signal.aborted && !log.isOver()) {
    await log.changed(PAUSE_MILLISECONDS * 4, signal);
  }
  reading.abort();
}

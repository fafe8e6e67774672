import type { LogPlace } from './logPlace';
import type { LogPorts } from './logPorts';
import { untilAborted } from './waiting';

/** How often a step that says nothing is asked again. */
const POLL_MILLISECONDS = 250;

export interface LogRange {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  /** Stays until the step has ended. */
  readonly follow: boolean;
}

export interface LogEnd {
  /** `closed`: the step has ended and its log ends here. */
  readonly because: 'closed' | 'pause';
  /** Bytes of the whole log, as far as it is known. */
  readonly size: number;
}

/**
 * Bytes of a log, from the engine while the step is being executed and from the
 * store after it: a reader does not notice when it moves from one to the other. No
 * more is held than one piece.
 */
export async function* logBytes(
  { store, wait }: Pick<LogPorts, 'store' | 'wait'>,
  namespace: string,
  whereNow: () => Promise<LogPlace>,
  { from, to, follow }: LogRange,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, LogEnd> {
  let at = from;
  let size = 0;
  while (!signal.aborted) {
    const place = await whereNow();
    if (place.place === 'nowhere') return { because: 'closed', size };
    if (place.place === 'sealed') {
      const { blobs } = await store(namespace);
      const end = Math.min(to, place.size);
      const range = { from: at, bytes: Math.max(end - at, 0) };
      for await (const bytes of blobs.readRange(place.log, range)) {
        at += bytes.length;
        yield bytes;
        if (signal.aborted) break;
      }
      const because = at >= place.size ? 'closed' : 'pause';
      return { because, size: place.size };
    }
    if (at >= to) break;
    const before = at;
    const pieces =
      place.place === 'live' ? await place.from(at, signal) : undefined;
    for await (const piece of pieces ? untilAborted(pieces, signal) : []) {
      if (piece.offset > at) {
        throw new Error(
          `the engine left out bytes of a log: asked for ${at}, got ${piece.offset}`,
        );
      }
      const bytes = piece.bytes.subarray(at - piece.offset, to - piece.offset);
      if (bytes.length > 0) {
        at += bytes.length;
        size = at;
        yield bytes;
      }
      if (at >= to) return { because: 'pause', size };
    }
    if (!follow) break;
    // Ended without a word: until its manifest is there, or it goes on.
    if (at === before) await wait(POLL_MILLISECONDS, signal);
  }
  return { because: 'pause', size };
}

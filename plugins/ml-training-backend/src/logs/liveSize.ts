import type { LogPiece } from '@trainyard/backstage-plugin-ml-training-node';
import { letGo, type Wait } from './waiting';

/** An engine hands out what is there without a pause; after one it has told all. */
const QUIET_MILLISECONDS = 200;
/** Before that it may have to ask a cluster, which gathers what was said for a second. */
const FIRST_MILLISECONDS = 2_500;
/** A step that never pauses is measured up to here. */
const LONGEST_MILLISECONDS = 10_000;

/**
 * How many bytes a step has said so far. Engines do not tell, so that all of it is
 * read once, held nowhere.
 */
export async function liveSize(
  pieces: AsyncIterable<LogPiece>,
  wait: Wait,
  signal: AbortSignal,
): Promise<number> {
  const done = new AbortController();
  const until = AbortSignal.any([signal, done.signal]);
  const tooLong = wait(LONGEST_MILLISECONDS, until).then(() => undefined);
  const iterator = pieces[Symbol.asyncIterator]();
  let size = 0;
  try {
    for (;;) {
      const heard = new AbortController();
      const quiet = wait(
        size === 0 ? FIRST_MILLISECONDS : QUIET_MILLISECONDS,
        AbortSignal.any([until, heard.signal]),
      ).then(() => undefined);
      const next = await Promise.race([iterator.next(), quiet, tooLong]);
      heard.abort();
      if (!next || next.done) return size;
      size = next.value.offset + next.value.bytes.length;
    }
  } finally {
    done.abort();
    letGo(iterator);
  }
}

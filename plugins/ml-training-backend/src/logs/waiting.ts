import { setTimeout } from 'node:timers/promises';

/** Waits, or stops waiting when the signal aborts; never throws. Tests pass a clock of their own. */
export type Wait = (milliseconds: number, signal: AbortSignal) => Promise<void>;

export const waitForReal: Wait = (milliseconds, signal) =>
  setTimeout(milliseconds, undefined, { signal }).catch(() => undefined);

/** The items until the signal aborts, whether or not their maker listens to it. */
export async function* untilAborted<T>(
  items: AsyncIterable<T>,
  signal: AbortSignal,
): AsyncGenerator<T> {
  const iterator = items[Symbol.asyncIterator]();
  const aborted = new Promise<undefined>(resolve => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  try {
    for (;;) {
      const next = await Promise.race([iterator.next(), aborted]);
      if (!next || next.done) return;
      yield next.value;
    }
  } finally {
    letGo(iterator);
  }
}

/** Not waited for: one that hangs in its next item would never answer. */
export function letGo(iterator: AsyncIterator<unknown>): void {
  iterator.return?.().catch(() => undefined);
}

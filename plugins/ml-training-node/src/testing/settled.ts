import { setTimeout as wait } from 'node:timers/promises';

const LOOK_MS = 20;
/** Of pods that wait for each other on a busy machine. */
const DEADLINE_MS = 150_000;

/**
 * Looks until it is so.
 *
 * @throws Error with the last look, where it is not so in time
 */
export async function settled<T>(
  look: () => Promise<T>,
  isSo: (seen: T) => boolean,
): Promise<T> {
  const deadline = performance.now() + DEADLINE_MS;
  for (;;) {
    const seen = await look();
    if (isSo(seen)) return seen;
    if (performance.now() > deadline) {
      throw new Error(`it never came to be: ${JSON.stringify(seen)}`);
    }
    await wait(LOOK_MS);
  }
}

// Looks again and again until there is something to see.
import { Advice } from './toolchain.mjs';

/**
 * @param {string} what - said where it does not come
 * @param {() => unknown} look - a promise or a value; what is falsy is not there yet
 * @throws Advice when the time is over
 */
export async function waitFor(what, look, { seconds = 60, every = 250 } = {}) {
  const until = performance.now() + seconds * 1000;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (performance.now() > until) {
      throw new Advice(`${what}: not found within ${seconds} s`);
    }
    await new Promise(resolve => setTimeout(resolve, every));
  }
}

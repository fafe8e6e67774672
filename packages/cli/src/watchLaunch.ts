import { existsSync } from 'node:fs';
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { BEAT_MS, LAUNCH_FILES } from '@trainyard/runner';

/**
 * Gives signs of life for those who cannot see this process, and listens for
 * their request to stop: another host, or another container, sends no signals.
 *
 * @returns a signal that aborts on such a request, and when the given one does
 */
export function watchLaunch(
  folder: string,
  signal: AbortSignal,
): { readonly signal: AbortSignal; close(): void } {
  const asked = new AbortController();
  const beat = setInterval(() => {
    const now = new Date();
    // A beat that is missed is made up for by the next.
    utimes(join(folder, LAUNCH_FILES.begun), now, now).catch(() => {});
    if (existsSync(join(folder, LAUNCH_FILES.stop))) {
      asked.abort(new Error('asked to stop'));
    }
  }, BEAT_MS);
  return {
    signal: AbortSignal.any([signal, asked.signal]),
    close: () => clearInterval(beat),
  };
}

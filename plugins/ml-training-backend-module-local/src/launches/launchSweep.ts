import { randomUUID } from 'node:crypto';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LAUNCH_FILES } from '@trainyard/runner';
import type { LaunchPlaces } from './launchPlaces';
import type { LaunchQueue, QueuedLaunch } from './queue';

/** So many at a time: a portal that was off for a year does not stand still afterwards. */
const MOST = 20;
const DAY_MS = 86_400_000;

/**
 * Removes launches that have been over for a while, oldest first.
 *
 * @param over - those that are, in order; the newest of all is never among those removed
 */
export async function sweepLaunches(
  places: LaunchPlaces,
  queue: LaunchQueue,
  over: readonly QueuedLaunch[],
  { keepDays, now }: { readonly keepDays: number; readonly now: Date },
): Promise<void> {
  for (const entry of over.slice(0, MOST)) {
    const folder = places.launch(entry.launch);
    const at = await lastChange(folder);
    // They are over in about the order in which they came: the others are not due either.
    if (at !== undefined && now.getTime() - at < keepDays * DAY_MS) break;
    const aside = join(places.root, `${ASIDE}${randomUUID()}`);
    // Renamed first: a launch without some of its files would look like another state.
    const moved = await rename(folder, aside).then(
      () => true,
      () => false,
    );
    if (moved) await rm(aside, { recursive: true, force: true });
    await queue.remove(entry);
  }
}

const ASIDE = 'removed-';

/** Removes what a portal was removing when it was killed. */
export async function sweepAside({ root }: LaunchPlaces): Promise<void> {
  for (const name of await readdir(root)) {
    if (!name.startsWith(ASIDE)) continue;
    await rm(join(root, name), { recursive: true, force: true });
  }
}

/** When a launch was over, in milliseconds since 1970; undefined where it is removed already. */
async function lastChange(folder: string): Promise<number | undefined> {
  for (const name of [LAUNCH_FILES.end, LAUNCH_FILES.begun]) {
    const found = await stat(join(folder, name)).catch(() => undefined);
    if (found) return found.mtimeMs;
  }
  return undefined;
}

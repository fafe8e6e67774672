import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createOnce,
  livenessOf,
  processMark,
  readOnce,
  thisProcess,
} from '@trainyard/runner';

/** As long as a start can take at most: who takes longer is paused, or cannot be seen from here. */
const START_MS = 60_000;

/**
 * Takes it upon this process to start a launch; of several portals one does. What
 * a portal claimed that was killed before it came to start anything is claimed
 * again. That two of them start it all the same, since one was killed right after,
 * does no harm: the second process finds begun.json and goes.
 */
export async function claimStart(
  folder: string,
  now: () => Date,
): Promise<boolean> {
  const names = await readdir(folder);
  const numbers = names.flatMap(name => {
    const number = /^claim-(\d+)\.json$/.exec(name)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
  const newest = Math.max(0, ...numbers);
  if (newest > 0 && (await isHeld(claimFile(folder, newest), now()))) {
    return false;
  }
  const file = claimFile(folder, newest + 1);
  return (await createOnce(file, thisProcess())) === 'created';
}

function claimFile(folder: string, number: number): string {
  return join(folder, `claim-${number}.json`);
}

async function isHeld(file: string, now: Date): Promise<boolean> {
  const mark = await readOnce(file, processMark);
  if (!mark) return false;
  if (livenessOf(mark) === 'gone') return false;
  const { mtimeMs } = await stat(file);
  return now.getTime() - mtimeMs < START_MS;
}

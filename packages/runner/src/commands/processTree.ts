import { childrenOf, processes, readStat } from '../hosts/processes';

/** Asks every process of a group. */
export function signalTree(group: number, signal: NodeJS.Signals): void {
  send(-group, signal);
}

/**
 * Ends a tree by force. Of a tree with a namespace the first process is ended: the
 * kernel takes the others along before its parent, which we wait for, hears of it.
 */
export function endTree(group: number, depth: 1 | 2): void {
  const [first] = depth === 2 ? childrenOf(group) : [];
  send(first ?? -group, 'SIGKILL');
}

const LOOKS = 100;
const BETWEEN_LOOKS_MS = 10;

/**
 * Ends what is left of a group whose first process has ended, and waits until none
 * of it can do anything any more; a second at most, since the system may keep a
 * process that waits for a broken disk.
 */
export async function waitUntilGone(group: number): Promise<void> {
  for (let look = 0; look < LOOKS; look++) {
    if (!send(-group, 'SIGKILL') || !hasLiving(group)) return;
    await new Promise(resolve => setTimeout(resolve, BETWEEN_LOOKS_MS));
  }
}

/** Zombies count as members, and stay for ever in a container whose first process does not reap. */
function hasLiving(group: number): boolean {
  return processes().some(pid => {
    const stat = readStat(pid);
    return stat?.group === group && stat.living;
  });
}

/** @returns false when there is nobody of ours to send it to */
function send(to: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(to, signal);
  } catch {
    return false;
  }
}

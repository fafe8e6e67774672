import { childrenOf, readOfProcess } from '../hosts/processes';

const FIRST_LOOK_MS = 50;
const NEXT_LOOKS_MS = 250;

export interface MemoryWatch {
  /** @returns bytes, or null when the command ended before the first look */
  stop(): number | null;
}

/**
 * Looks at the memory of a process tree from time to time: after 50 ms, then four
 * times a second.
 *
 * The peak is the largest sum, over the looks, of the most resident memory that
 * each living process had had by then. Between looks a short process can be
 * missed, and pages that processes share count in each; for a single process it
 * is exact up to the last look.
 *
 * @param spared - levels of the tree that are ours and do not count
 */
export function watchMemory(pid: number, spared: 1 | 2): MemoryWatch {
  let peak: number | null = null;
  let timer = setTimeout(look, FIRST_LOOK_MS);
  function look() {
    const bytes = residentBytes(pid, spared);
    if (bytes > 0) peak = Math.max(peak ?? 0, bytes);
    timer = setTimeout(look, NEXT_LOOKS_MS);
  }
  return {
    stop() {
      clearTimeout(timer);
      return peak;
    },
  };
}

function residentBytes(pid: number, spared: number): number {
  const own = spared > 0 ? 0 : highWater(pid);
  return childrenOf(pid).reduce(
    (sum, child) => sum + residentBytes(child, Math.max(0, spared - 1)),
    own,
  );
}

function highWater(pid: number): number {
  const [, kibibytes] =
    /^VmHWM:\s+(\d+) kB$/m.exec(readOfProcess(pid, 'status')) ?? [];
  return Number(kibibytes ?? 0) * 1024;
}

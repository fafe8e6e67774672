import {
  livenessOf,
  readLaunchBegun,
  readLaunchEnd,
  type LaunchBegun,
  type LaunchEnd,
  type ProcessMark,
} from '@trainyard/runner';

/** What has become of a launch. The last three are over: they never change again. */
export type LaunchState =
  | { readonly state: 'waiting' }
  | { readonly state: 'executing'; readonly by: ProcessMark }
  | { readonly state: 'withdrawn' }
  /** What executed is gone without a word. */
  | {
      readonly state: 'cut off';
      readonly by: ProcessMark;
      readonly because: string;
    }
  | {
      readonly state: 'ended';
      readonly end: LaunchEnd;
      /** Who executed; absent where nobody could be started. */
      readonly by?: ProcessMark;
    };

/** Without a sign of life for as long, a process that cannot be seen from here counts as gone. */
const SILENT_MS = 30_000;

/** Reads it from the disk, where all there is to know lies: portals come and go. */
export async function launchState(
  folder: string,
  now: () => Date,
): Promise<LaunchState> {
  const begun = await readLaunchBegun(folder);
  const by = begun?.state === 'executing' ? begun.by : undefined;
  // Judged before the end is looked for: a process that ends in between has left one.
  const fault = begun && by && faultOf(by, begun.beatAt, now());
  const end = await readLaunchEnd(folder);
  if (end) return { state: 'ended', end, ...(by && { by }) };
  if (by) {
    return fault
      ? { state: 'cut off', by, because: fault }
      : { state: 'executing', by };
  }
  return isWithdrawn(begun) ? { state: 'withdrawn' } : { state: 'waiting' };
}

export function isOver({ state }: LaunchState): boolean {
  return state !== 'waiting' && state !== 'executing';
}

/** Why a process is taken for gone; undefined while it lives. */
function faultOf(
  mark: ProcessMark,
  beatAt: number,
  now: Date,
): string | undefined {
  switch (livenessOf(mark)) {
    case 'alive':
      return undefined;
    case 'gone':
      return `process ${mark.pid} on ${mark.host}, which executed it, is gone without having told an end`;
    default:
      return now.getTime() - beatAt < SILENT_MS
        ? undefined
        : `it was being executed on ${mark.host}, from where nothing has been heard for ${Math.round((now.getTime() - beatAt) / 1000)} s`;
  }
}

function isWithdrawn(begun: LaunchBegun | undefined): boolean {
  return begun?.state === 'withdrawn';
}

import { readdirSync, readFileSync } from 'node:fs';

/** Processes as Linux shows them in /proc; elsewhere there are none to be seen. */
export function processes(): number[] {
  return list('/proc').map(Number).filter(Number.isInteger);
}

/** Children of a process, whichever of its threads made them; none where the kernel does not tell. */
export function childrenOf(pid: number): number[] {
  return list(`/proc/${pid}/task`).flatMap(thread =>
    readOfProcess(pid, `task/${thread}/children`)
      .split(' ')
      .filter(child => child !== '')
      .map(Number),
  );
}

export interface ProcessStat {
  /** A zombie keeps its number until somebody asks for it, and does nothing any more. */
  readonly living: boolean;
  readonly group: number;
  /** In clock ticks since the boot. */
  readonly startTime: string;
}

/** @returns undefined when there is no such process */
export function readStat(pid: number): ProcessStat | undefined {
  const text = readOfProcess(pid, 'stat');
  // The name before it is in parentheses and may hold spaces and parentheses itself.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, , group, ...others] = fields;
  const startTime = others[16];
  if (state === undefined || startTime === undefined) return undefined;
  return { living: !DEAD.has(state), group: Number(group), startTime };
}

const DEAD = new Set(['Z', 'X', 'x']);

/** A file below /proc/<pid>; empty when the process is gone. */
export function readOfProcess(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

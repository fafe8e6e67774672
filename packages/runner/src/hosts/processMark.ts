import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { z } from 'zod';
import { readStat } from './processes';

/**
 * Which process this is, among all that ever were: a process id alone is given
 * again, within minutes on a busy host. Null where the system does not tell.
 */
export const processMark = z.strictObject({
  host: z.string(),
  pid: z.int().positive(),
  /** In clock ticks since the boot, as the kernel counts. */
  startTime: z.string().nullable(),
  bootId: z.string().nullable(),
  pidNamespace: z.string().nullable(),
  nonce: z.string(),
});
export type ProcessMark = z.output<typeof processMark>;

let mine: ProcessMark | undefined;

/** The mark of the process that asks; the same one every time. */
export function thisProcess(): ProcessMark {
  mine ??= {
    host: hostname(),
    pid: process.pid,
    startTime: readStat(process.pid)?.startTime ?? null,
    bootId: bootId(),
    pidNamespace: pidNamespace(),
    nonce: randomUUID(),
  };
  return mine;
}

/**
 * 'elsewhere' means that nobody can tell from here: another host, or another
 * container. Who waits for such a process needs a sign of life of another kind.
 */
export type Liveness = 'alive' | 'gone' | 'elsewhere';

export function livenessOf(mark: ProcessMark): Liveness {
  const me = thisProcess();
  if (mark.nonce === me.nonce) return 'alive';
  if (mark.bootId !== me.bootId) {
    return mark.host === me.host ? 'gone' : 'elsewhere';
  }
  if (mark.bootId === null && mark.host !== me.host) return 'elsewhere';
  if (mark.pidNamespace !== me.pidNamespace) return 'elsewhere';
  if (mark.startTime === null) return answers(mark.pid) ? 'alive' : 'gone';
  const stat = readStat(mark.pid);
  const same = stat?.startTime === mark.startTime;
  return same && stat.living ? 'alive' : 'gone';
}

/** Whether the process is seen to be alive; one that cannot be seen from here is not. */
export function isAlive(mark: ProcessMark): boolean {
  return livenessOf(mark) === 'alive';
}

function bootId(): string | null {
  return read('/proc/sys/kernel/random/boot_id')?.trim() ?? null;
}

function pidNamespace(): string | null {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return null;
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Whether the number is taken, for systems without /proc. */
function answers(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

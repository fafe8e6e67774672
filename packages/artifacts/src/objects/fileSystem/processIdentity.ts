import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';

/**
 * Names this process so that a later one can tell whether it still lives:
 * `<pid>.<start>.<pid namespace>.<boot>.<nonce>`. A pid alone is not enough,
 * because the kernel gives it away again.
 *
 * Where there is no /proc the name holds the pid only, and a pid given away again
 * passes for the old process.
 */
export function nameOwnProcess(): string {
  const nonce = randomUUID().slice(0, 8);
  const started = statusOf(process.pid)?.started ?? UNKNOWN;
  return [process.pid, started, pidNamespace(), bootId(), nonce].join('.');
}

/**
 * Whether the process of that name is surely gone. A process of another pid
 * namespace (another container on this machine) cannot be seen from here and
 * counts as alive until the machine has booted anew; so does a name that this
 * version cannot read.
 */
export function isGone(processName: string): boolean {
  const [pid, started, namespace, boot, nonce] = processName.split('.');
  if (nonce === undefined || !/^\d+$/.test(pid)) return false;
  if (boot !== bootId()) return true;
  if (namespace !== pidNamespace()) return false;
  if (started === UNKNOWN) return !respondsToSignals(Number(pid));
  const status = statusOf(Number(pid));
  // Other users' processes may be hidden from /proc, but not from signals.
  if (!status) return !respondsToSignals(Number(pid));
  // A zombie has ended; only its parent has not looked yet, and may never do.
  return status.started !== started || ['Z', 'X'].includes(status.state);
}

const UNKNOWN = '0';

/** State and start time in clock ticks since the boot: fields 3 and 22 of proc_pid_stat(5). */
function statusOf(pid: number) {
  const text = readIfThere(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  if (text === undefined) return undefined;
  // Field 2 is the command's name in parentheses and may hold spaces and parentheses.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0], started: fields[19] };
}

function pidNamespace(): string {
  const link = readIfThere(() => readlinkSync('/proc/self/ns/pid'));
  return link?.replace(/\D/g, '') ?? UNKNOWN;
}

function bootId(): string {
  const text = readIfThere(() =>
    readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'),
  );
  return text?.trim() ?? UNKNOWN;
}

function readIfThere(read: () => string): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function respondsToSignals(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

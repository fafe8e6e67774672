import { readlinkSync } from 'node:fs';
import { processes, readOfProcess, readStat } from '../hosts/processes';

const LOOKS = 200;
const BETWEEN_LOOKS_MS = 10;

/**
 * Ends by force what a process that executed an attempt left behind, and waits
 * until none of it can do anything any more. Where commands have a namespace the
 * kernel has done so already; this is for hosts without, and for commands that
 * went into a session of their own there.
 *
 * @param folder - real path of where the attempt worked, and nobody else
 * @param group - process group of the process that executed
 * @returns whether all are gone
 */
export async function endLeftProcesses(
  folder: string,
  group: number,
): Promise<boolean> {
  for (let look = 0; look < LOOKS; look++) {
    const left = processes().filter(pid => isOf(pid, folder, group));
    if (left.length === 0) return true;
    for (const pid of left) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It ended by itself.
      }
    }
    await new Promise(resolve => setTimeout(resolve, BETWEEN_LOOKS_MS));
  }
  return false;
}

/**
 * By what only the attempt's own processes have: a number would be given again.
 * Commands inherit where they write; the sandbox of a team's SQL has an empty
 * environment, but stays in the group of its parent and in the folder.
 */
function isOf(pid: number, folder: string, group: number): boolean {
  const stat = readStat(pid);
  if (!stat?.living || pid === process.pid) return false;
  const environment = readOfProcess(pid, 'environ').split('\0');
  return (
    environment.some(entry => entry.startsWith(`TRAINYARD_OUT=${folder}/`)) ||
    (stat.group === group && workingFolder(pid).startsWith(`${folder}/`))
  );
}

function workingFolder(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return '';
  }
}

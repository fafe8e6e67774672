import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  createOnce,
  endLeftProcesses,
  LAUNCH_FILES,
  livenessOf,
  withdrawLaunch,
  type ProcessMark,
} from '@trainyard/runner';
import { launchState } from './launchState';

const LOOK_MS = 50;
/** For hosts from which a request is heard only with the next sign of life. */
const FAR_MS = 30_000;

export interface StopRequest {
  readonly folder: string;
  /** In which the attempt works. */
  readonly workFolder: string;
  readonly graceSeconds: number;
  readonly now: () => Date;
}

/**
 * Withdraws a launch that has not begun; one that has is asked to end in order and
 * ended by force when it does not. Returns when no process of it is left.
 *
 * @throws Error where it is executed on another host and does not end there
 */
export async function stopLaunch(request: StopRequest): Promise<void> {
  const { folder, workFolder, now } = request;
  if (await withdrawLaunch(folder, now())) return;
  const launch = await launchState(folder, now);
  if (!('by' in launch) || launch.by === undefined) return;
  const { by } = launch;
  if (livenessOf(by) === 'elsewhere') {
    await stopFar(request, by);
    return;
  }
  await stopHere(request, by);
  if (!(await endLeftProcesses(workFolder, by.pid))) {
    throw new Error(
      `Processes of the run are left below ${workFolder} although they were ended by force: they may be waiting for a broken disk.`,
    );
  }
}

async function stopHere(
  { folder, graceSeconds }: StopRequest,
  by: ProcessMark,
): Promise<void> {
  await askToStop(folder);
  // The process alone: it ends its commands in order, and tells what became of them.
  send(by, by.pid, 'SIGTERM');
  if (await endsWithin(by, graceSeconds * 1000)) return;
  send(by, -by.pid, 'SIGKILL');
  while (livenessOf(by) === 'alive') await wait(LOOK_MS);
}

async function stopFar(
  { folder, graceSeconds, now }: StopRequest,
  { host }: ProcessMark,
): Promise<void> {
  await askToStop(folder);
  const deadline = performance.now() + graceSeconds * 1000 + FAR_MS;
  while (performance.now() < deadline) {
    const { state } = await launchState(folder, now);
    if (state !== 'executing') return;
    await wait(LOOK_MS);
  }
  throw new Error(
    `The run is being executed on ${host}, which was asked to stop it and has not yet. Look after it there.`,
  );
}

function askToStop(folder: string) {
  return createOnce(join(folder, LAUNCH_FILES.stop), { schema_version: 1 });
}

async function endsWithin(by: ProcessMark, milliseconds: number) {
  const deadline = performance.now() + milliseconds;
  while (livenessOf(by) === 'alive') {
    if (performance.now() > deadline) return false;
    await wait(LOOK_MS);
  }
  return true;
}

/** A number that was given to another process since is left alone. */
function send(by: ProcessMark, to: number, signal: NodeJS.Signals): void {
  if (livenessOf(by) !== 'alive') return;
  try {
    process.kill(to, signal);
  } catch {
    // It ended by itself.
  }
}

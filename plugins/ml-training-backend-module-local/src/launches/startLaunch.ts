import { spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import {
  endLaunch,
  LAUNCH_FILES,
  readLaunchBegun,
  readTail,
} from '@trainyard/runner';

/** The word by which the bundled command line executes a launch. */
const EXECUTE = '__execute';
const TAIL_LINES = 20;

export interface LaunchProgram {
  /** Of Node. */
  readonly interpreter: string;
  readonly program: string;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Starts the process of a launch, in a session of its own: it goes on when this
 * one ends, and hears none of the signals of its terminal.
 *
 * @returns when it has ended, or could not be started: nobody needs to wait for it
 */
export async function startLaunch(
  folder: string,
  { interpreter, program, environment }: LaunchProgram,
): Promise<{ readonly end: Promise<void> }> {
  const output = join(folder, LAUNCH_FILES.output);
  const file = await open(output, 'a', 0o600);
  try {
    const child = spawn(
      interpreter,
      [program, EXECUTE, join(folder, LAUNCH_FILES.request)],
      {
        cwd: folder,
        detached: true,
        env: { ...environment },
        stdio: ['ignore', file.fd, file.fd],
      },
    );
    child.unref();
    const ended = new Promise<string>(resolve => {
      child.once('error', error => resolve(error.message));
      child.once('exit', (code, signal) =>
        resolve(`it ended with ${signal ?? `exit code ${code}`}`),
      );
    });
    return { end: ended.then(how => tellWhatNeverBegan(folder, how)) };
  } finally {
    await file.close();
  }
}

/** A process that ends before it has begun would be waited for for ever. */
async function tellWhatNeverBegan(folder: string, how: string) {
  if (await readLaunchBegun(folder)) return;
  const said = await readTail(join(folder, LAUNCH_FILES.output), TAIL_LINES);
  await endLaunch(folder, {
    schema_version: 1,
    outcome: 'gave up',
    because: [
      `The process that was to execute the run did not come to begin: ${how}.`,
      ...(said === '' ? [] : [said]),
    ],
  });
}

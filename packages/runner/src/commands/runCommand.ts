import { existsSync, realpathSync } from 'node:fs';
import { appendFile, open } from 'node:fs/promises';
import { join } from 'node:path';
import { LATEST_CHECKPOINT } from './checkpointFolder';
import { commandEnvironment, type CommandPlaces } from './commandEnvironment';
import { findProgram } from './findProgram';
import { writeMounts, type Isolation, type IsolationKind } from './isolation';
import { readHostMounts, type VisibleFolders } from './mounts';
import { watchMemory, type MemoryWatch } from './peakMemory';
import { endTree, signalTree, waitUntilGone } from './processTree';
import { spawnWrapped, type WrappedCommand } from './wrapper';

export interface CommandRequest extends CommandPlaces {
  /** The first word is a program on the environment's PATH, or a file named with its folder. */
  readonly argv: readonly string[];
  /** The folder of this try, which holds all others: the command may write in it, but for what is read-only. */
  readonly ownFolder: string;
  /** PATH and secrets. */
  readonly environment: Readonly<Record<string, string>>;
  readonly threads: number;
  /** Both streams of the command are added here, in the order in which they were written. */
  readonly logFile: string;
  readonly isolation: Isolation;
  readonly timeoutSeconds?: number;
  /** Between the request to end and the end by force; 5 by default. */
  readonly graceSeconds?: number;
  /** Ends the command as a timeout does. */
  readonly signal: AbortSignal;
}

export interface CommandEnd {
  /** Null when a signal ended it. A program that cannot be started counts as 127, as in a shell. */
  readonly exitCode: number | null;
  /** Also where the program itself said so by 128 + number, as shells do for what they ran. */
  readonly signal: NodeJS.Signals | null;
  readonly timedOut: boolean;
  readonly wallSeconds: number;
  /**
   * Of the command and of those it waited for, to the hundredth. Null when it was ended by force, or
   * could not be started: nobody measured it.
   */
  readonly cpuSeconds: number | null;
  /** Sampled, see watchMemory; null when no look fell into the command's life. */
  readonly peakMemoryBytes: number | null;
  /** What kept it apart from the rest of the machine. */
  readonly isolation: readonly IsolationKind[];
}

/**
 * Runs a user's command to its end and leaves none of its processes behind. How it
 * ends is the caller's to judge.
 *
 * @throws when the command's surroundings cannot be made on this machine
 */
export async function runCommand(request: CommandRequest): Promise<CommandEnd> {
  const [name = '', ...args] = request.argv;
  const { isolation, logFile, workFolder } = request;
  const program = findProgram(name, request.environment.PATH ?? '', workFolder);
  if (program.outcome === 'not found') {
    await appendFile(logFile, `trainyard: ${program.because}\n`);
    return { ...NOT_STARTED, isolation: isolation.kinds };
  }
  const log = await open(logFile, 'a');
  const command = {
    argv: [program.path, ...args],
    folder: workFolder,
    environment: commandEnvironment(
      request,
      request.threads,
      request.environment,
    ),
    log: log.fd,
  };
  try {
    return await start(request, command);
  } finally {
    await log.close();
  }
}

/** A mount of the host may be gone since it was read, as a container's is when it ends. */
const MOST_STARTS = 3;

async function start(
  request: CommandRequest,
  command: Omit<WrappedCommand, 'mounts'>,
): Promise<CommandEnd> {
  let { isolation } = request;
  for (let nth = 1; ; nth++) {
    const mounts = writeMounts(isolation, visibleFolders(request));
    try {
      return await follow({ ...request, isolation }, { ...command, mounts });
    } catch (error) {
      const mayHelp =
        error instanceof NoSurroundings && isolation.hostMounts !== undefined;
      if (!mayHelp || nth === MOST_STARTS) throw error;
      isolation = { ...isolation, hostMounts: await readHostMounts() };
    }
  }
}

class NoSurroundings extends Error {}

/** A timer beyond it would go off at once; 24 days. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

const NOT_STARTED = {
  exitCode: 127,
  signal: null,
  timedOut: false,
  wallSeconds: 0,
  cpuSeconds: null,
  peakMemoryBytes: null,
};

/** Asked without the thread pool: on a busy machine its turns cost more than all of this. */
function visibleFolders(request: CommandRequest): VisibleFolders {
  const { checkpointFolder } = request;
  const latest = checkpointFolder && join(checkpointFolder, LATEST_CHECKPOINT);
  const readOnly = [
    request.workFolder,
    request.inputFolder,
    request.paramsFile,
    ...(latest && existsSync(latest) ? [latest] : []),
  ];
  return {
    own: realpathSync.native(request.ownFolder),
    readOnly: readOnly.map(path => realpathSync.native(path)),
  };
}

/** Watches over a command from its start to the end of the last of its processes. */
async function follow(
  { isolation, signal, timeoutSeconds, graceSeconds = 5 }: CommandRequest,
  command: WrappedCommand,
): Promise<CommandEnd> {
  const { depth } = isolation.wrapping;
  let began: number | undefined;
  let memory: MemoryWatch | undefined;
  let stopping = false;
  let timedOut = false;
  let timer: NodeJS.Timeout | undefined;

  const { child, end } = spawnWrapped(isolation.wrapping, command, () => {
    if (stopping || child.pid === undefined) return false;
    began = performance.now();
    memory = watchMemory(child.pid, depth);
    if (timeoutSeconds !== undefined) {
      timer = setTimeout(
        () => {
          timedOut = true;
          stop();
        },
        Math.min(timeoutSeconds * 1000, LONGEST_TIMER_MS),
      );
    }
    return true;
  });
  function stop() {
    const { pid } = child;
    if (stopping || pid === undefined) return;
    stopping = true;
    clearTimeout(timer);
    if (began === undefined) {
      endTree(pid, depth);
    } else {
      signalTree(pid, 'SIGTERM');
      timer = setTimeout(() => endTree(pid, depth), graceSeconds * 1000);
    }
  }

  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    const { started, complaints, ...how } = await end;
    const ended = performance.now();
    const peakMemoryBytes = memory?.stop() ?? null;
    if (child.pid !== undefined) await waitUntilGone(child.pid);
    if (!started && !stopping) {
      throw new NoSurroundings(
        `a command's surroundings were not made: ${complaints}`,
      );
    }
    return {
      ...how,
      timedOut,
      wallSeconds: (ended - (began ?? ended)) / 1000,
      peakMemoryBytes,
      isolation: isolation.kinds,
    };
  } finally {
    clearTimeout(timer);
    memory?.stop();
    signal.removeEventListener('abort', stop);
  }
}

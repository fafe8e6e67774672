import { spawn, type ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';
import { signalOf } from './signalOf';

/**
 * What a shell does around a command, as the first process of its own process
 * tree where there are namespaces. Words of others come to it as arguments only:
 * the shell reads none of them.
 *
 * - `$1` mount and `$2` its list, or twice nothing; `$3` the working folder.
 * - File 3 leads to the runner. `ready` says that everything is in place, which
 *   includes that the kernel will end this tree with the runner; the runner answers
 *   `go` if it still lives. A runner killed in between starts nothing.
 * - TERM is for the command: this shell waits and tells what it measured.
 * - Entering the working folder again leaves the mounts of the host behind.
 * - Both streams of the command are one; what the shell itself complains of is not
 *   in the command's log.
 */
const SCRIPT = `
trainyard_mount=$1 trainyard_list=$2 trainyard_folder=$3
shift 3
if [ -n "$trainyard_mount" ]; then
  "$trainyard_mount" -n -a -T "$trainyard_list" >&2 || exit 125
fi
cd "$trainyard_folder" || exit 125
trap : TERM INT
{ echo ready; times; } >&3
read -r trainyard_answer <&3 || exit 125
COMMAND 2>&1 3>&-
trainyard_code=$?
times >&3
exit $trainyard_code
`;

/** The command dies with the shell: asked for by a process that looks whether the shell still lives. */
const DIES_WITH_SHELL = `"$trainyard_tie" --pdeathsig KILL -- /bin/sh -c '[ "$PPID" = "$0" ] || exit 125; exec "$@"' "$$" "$@"`;

/** How the shell is started and what it does for the command. */
export interface Wrapping {
  /** Programs and options before the shell; each replaces itself by the next. */
  readonly before: readonly string[];
  /** Processes between the one that is spawned and the command, the spawned one included. */
  readonly depth: 1 | 2;
  /** The program that lists of mounts are given to, where there is a mount namespace. */
  readonly mount?: string;
  /** For trees that no namespace ends: the program that ties a process to its parent. */
  readonly tie?: string;
}

export interface WrappedCommand {
  readonly argv: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** A list of mounts; only with a wrapping that has a mount namespace. */
  readonly mounts?: string;
  /** Where both streams of the command go; a number is an open file. */
  readonly log: number | 'ignore' | 'pipe';
}

export interface Wrapped {
  readonly child: ChildProcess;
  readonly end: Promise<WrappedEnd>;
}

export interface WrappedEnd {
  /** Null when a signal ended the command. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** False when the command was never started. */
  readonly started: boolean;
  /** Of the command and of those it waited for, to the hundredth; null when the shell was ended by force. */
  readonly cpuSeconds: number | null;
  /** What tools and shell complained of. */
  readonly complaints: string;
}

/**
 * Starts the shell in a process group of its own. To be called in the main thread:
 * the kernel takes the end of the thread that calls for the end of the parent.
 *
 * @param mayBegin - asked when everything is in place; the command begins if so
 */
export function spawnWrapped(
  wrapping: Wrapping,
  command: WrappedCommand,
  mayBegin: () => boolean = () => true,
): Wrapped {
  const { before, mount, tie } = wrapping;
  const script = SCRIPT.replace('COMMAND', () =>
    tie ? DIES_WITH_SHELL : '"$@"',
  );
  const [program = '/bin/sh', ...args] = [
    ...before,
    ...['/bin/sh', '-c', tie ? `trainyard_tie=${tie}\n${script}` : script],
    'trainyard',
    (command.mounts && mount) ?? '',
    command.mounts ?? '',
    command.folder,
    ...command.argv,
  ];
  const child = spawn(program, args, {
    cwd: command.folder,
    detached: true,
    env: { ...command.environment },
    stdio: ['ignore', command.log, 'pipe', 'pipe'],
  });
  const control = child.stdio[3];
  let said = '';
  let complaints = '';
  let started = false;
  child.stderr?.on('data', piece => {
    if (!started) complaints += piece;
  });
  if (control instanceof Socket) {
    // Writing to a shell that is gone is told by its end.
    control.on('error', () => {});
    control.on('data', piece => {
      said += piece;
      if (started || !said.startsWith(READY)) return;
      started = mayBegin();
      if (started) control.end('go\n');
    });
  }
  const end = new Promise<WrappedEnd>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, killedBy) => {
      const cpuSeconds = parseTimes(said);
      const byForce = started && cpuSeconds === null;
      resolve({
        ...howItEnded(byForce ? null : code, killedBy),
        started,
        cpuSeconds,
        complaints,
      });
    });
  });
  return { child, end };
}

const READY = 'ready\n';

/**
 * A shell that did not come to tell its measurements was ended itself, whatever
 * the program around it makes of that.
 */
function howItEnded(code: number | null, killedBy: NodeJS.Signals | null) {
  if (code === null) return { exitCode: null, signal: killedBy ?? 'SIGKILL' };
  const signal = signalOf(code);
  return signal ? { exitCode: null, signal } : { exitCode: code, signal: null };
}

const TIMES = /^(\d+)m([\d.]+)s (\d+)m([\d.]+)s$/gm;

/** Of the shell's children, after the command without before it; null when they were not told twice. */
export function parseTimes(said: string): number | null {
  const [, before, , after] = [...said.matchAll(TIMES)].map(
    ([, userMinutes, user, systemMinutes, system]) =>
      60 * (Number(userMinutes) + Number(systemMinutes)) +
      Number(user) +
      Number(system),
  );
  if (before === undefined || after === undefined) return null;
  // Rounded, since hundredths do not subtract without a rest.
  return Math.round((after - before) * 1000) / 1000;
}

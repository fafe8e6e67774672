import { StoreError } from '@trainyard/artifacts';
import { runCommandNamed } from './commands';
import type { CommandConsole } from './console';
import { executeLaunch } from './executeLaunch';
import { EXIT, type ExitCode } from './exitCodes';
import { findCommand, parseCommand, usageText, WrongUse } from './usage';

/** The command line: arguments in, exit code out. */
export async function main(argv: readonly string[]): Promise<ExitCode> {
  const stop = new AbortController();
  // The first signal ends the work in order; a second one meets Node's default and ends the process.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => stop.abort(new Error(`received ${signal}`)));
  }
  return call(argv, consoleOfProcess(stop.signal));
}

/** The hidden command by which an engine starts this program: see executeLaunch. */
export async function launchMain(request: string): Promise<ExitCode> {
  const stop = new AbortController();
  // However often it is asked: whoever loses patience sends SIGKILL.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => stop.abort(new Error(`received ${signal}`)));
  }
  return executeLaunch(request, consoleOfProcess(stop.signal));
}

function consoleOfProcess(signal: AbortSignal): CommandConsole {
  return {
    out: text => process.stdout.write(`${text}\n`),
    err: process.stderr,
    folder: process.cwd(),
    environment: process.env,
    signal,
  };
}

export async function call(
  argv: readonly string[],
  terminal: CommandConsole,
): Promise<ExitCode> {
  const help = argv.includes('--help') || argv.includes('-h');
  if (help || argv.length === 0 || argv[0] === 'help') {
    terminal.out(usageText(findCommand(argv)));
    return argv.length === 0 ? EXIT.wrongUse : EXIT.succeeded;
  }
  try {
    return await runCommandNamed(parseCommand(argv), terminal);
  } catch (error) {
    if (error instanceof WrongUse) {
      terminal.err.write(`${error.message}\n`);
      return EXIT.wrongUse;
    }
    if (error instanceof StoreError) {
      terminal.err.write(`${error.message}\n`);
      return EXIT.failed;
    }
    throw error;
  }
}

import { StoreError } from '@trainyard/artifacts';
import { runCommandNamed } from './commands';
import type { CommandConsole } from './console';
import { EXIT, type ExitCode } from './exitCodes';
import { COMMANDS, parseCommand, usageText, WrongUse } from './usage';

/** The command line: arguments in, exit code out. */
export async function main(argv: readonly string[]): Promise<ExitCode> {
  const stop = new AbortController();
  // The first signal ends the work in order; a second one meets Node's default and ends the process.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => stop.abort(new Error(`received ${signal}`)));
  }
  return call(argv, {
    out: text => process.stdout.write(`${text}\n`),
    err: process.stderr,
    folder: process.cwd(),
    environment: process.env,
    signal: stop.signal,
  });
}

export async function call(
  argv: readonly string[],
  terminal: CommandConsole,
): Promise<ExitCode> {
  const help = argv.includes('--help') || argv.includes('-h');
  if (help || argv.length === 0 || argv[0] === 'help') {
    terminal.out(usageText(COMMANDS.find(({ name }) => name === argv[0])));
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

import type { CommandConsole } from '../console';
import type { ExitCode } from '../exitCodes';
import type { CommandCall } from '../usage';

/** A command's work. */
export type Command = (
  call: CommandCall,
  terminal: CommandConsole,
) => Promise<ExitCode>;

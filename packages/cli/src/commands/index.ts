import type { CommandConsole } from '../console';
import type { ExitCode } from '../exitCodes';
import type { CommandCall } from '../usage';
import type { Command } from './command';
import { diff } from './diff';
import { pin } from './pin';
import { plan } from './plan';
import { reproduce } from './reproduce';
import { run } from './run';
import { show } from './show';
import { storeCopy } from './storeCopy';
import { storeVerify } from './storeVerify';
import { validate } from './validate';
import { verify } from './verify';

const COMMANDS: Readonly<Record<string, Command>> = {
  validate,
  pin,
  plan,
  run,
  show,
  diff,
  reproduce,
  verify,
  'store copy': storeCopy,
  'store verify': storeVerify,
};

export function runCommandNamed(
  call: CommandCall,
  terminal: CommandConsole,
): Promise<ExitCode> {
  return COMMANDS[call.usage.name](call, terminal);
}

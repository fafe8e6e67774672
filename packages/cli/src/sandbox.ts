import { SANDBOX } from './hiddenWords';

export function sandboxCommand(): readonly string[] {
  return [process.execPath, process.argv[1], SANDBOX];
}

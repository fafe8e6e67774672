/** The word by which this program starts itself as the sandbox of a team's SQL. */
export const SANDBOX = '__sandbox';

export function sandboxCommand(): readonly string[] {
  return [process.execPath, process.argv[1], SANDBOX];
}

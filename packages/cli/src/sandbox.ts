/** How this program is started as the sandbox of a team's SQL. */
export function sandboxCommand(): readonly string[] {
  return [process.execPath, process.argv[1], '__sandbox'];
}

/** What Argo's own program says among the lines of a command is marked so. */
const ARGOS = /time="[^"]*" level=\w+ msg=.*\bargo=true\b.*\n?$/;

/**
 * The bytes of a log without the lines of Argo. A command whose last line has no
 * end has one of Argo's behind it: what stands before is kept.
 */
export async function* withoutArgo(
  lines: AsyncIterable<Buffer>,
): AsyncIterable<Uint8Array> {
  for await (const line of lines) {
    const text = line.includes('argo=true') ? line.toString('latin1') : '';
    const found = ARGOS.exec(text);
    if (!found) yield line;
    else if (found.index > 0) yield line.subarray(0, found.index);
  }
}

const LINE_FEED = 0x0a;

/** The lines of a stream with their ends; what follows the last end comes last. */
export async function* linesOf(
  stream: AsyncIterable<Uint8Array>,
): AsyncIterable<Buffer> {
  let pieces: Uint8Array[] = [];
  for await (const piece of stream) {
    let from = 0;
    for (;;) {
      const end = piece.indexOf(LINE_FEED, from);
      if (end < 0) break;
      pieces.push(piece.subarray(from, end + 1));
      yield Buffer.concat(pieces);
      pieces = [];
      from = end + 1;
    }
    if (from < piece.length) pieces.push(piece.subarray(from));
  }
  if (pieces.length > 0) yield Buffer.concat(pieces);
}

const DATA = 'data:';

/**
 * The JSON texts of a stream of lines: one a line, or one in each `data:` frame of
 * server-sent events, whose signs of life are left out.
 */
export async function* framesOf(
  stream: AsyncIterable<Uint8Array>,
): AsyncIterable<string> {
  for await (const line of linesOf(stream)) {
    const text = line.toString('utf8').trim();
    if (text === '' || text.startsWith(':')) continue;
    yield text.startsWith(DATA) ? text.slice(DATA.length) : text;
  }
}

import type { Response } from 'express';

/**
 * Sends each value as a line as soon as it is there.
 *
 * Not as server-sent events: those stall behind the portal's compression, which
 * `no-transform` keeps off.
 *
 * @param signal - aborts when the caller hangs up
 */
export async function answerLines(
  response: Response,
  lines: AsyncIterable<unknown>,
  signal: AbortSignal,
): Promise<void> {
  response.status(200);
  response.setHeader('Content-Type', 'application/x-ndjson');
  response.setHeader('Cache-Control', 'no-cache, no-transform');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.flushHeaders();
  await pump(response, toLines(lines), signal);
}

async function* toLines(values: AsyncIterable<unknown>) {
  for await (const value of values) yield `${JSON.stringify(value)}\n`;
}

/** Writes no faster than the caller reads. What breaks in the middle breaks the answer: an end would look like all of it. */
export async function pump(
  response: Response,
  pieces: AsyncIterable<string | Uint8Array>,
  signal: AbortSignal,
): Promise<void> {
  try {
    for await (const piece of pieces) {
      if (signal.aborted) break;
      if (!response.write(piece)) await drained(response, signal);
    }
  } catch (error) {
    if (!signal.aborted) {
      response.destroy();
      throw error;
    }
  }
  if (!response.destroyed) response.end();
}

function drained(response: Response, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      response.off('drain', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    response.on('drain', done);
    signal.addEventListener('abort', done);
  });
}

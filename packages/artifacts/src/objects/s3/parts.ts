import type { Body } from '../objectStore';

/**
 * Bytes of the nth part, from 1. A server takes 10,000 parts at most: they double
 * every 1,500, so that small ones, and little memory, do for objects up to 12 GB,
 * and more than a terabyte can be stored.
 */
export function bytesOfPart(nth: number, partBytes: number): number {
  return partBytes * 2 ** Math.floor((nth - 1) / 1500);
}

/** Cuts a body into parts of exactly the given lengths; the last may be shorter. */
export async function* partsOf(
  body: Body,
  bytesOf: (nth: number) => number,
): AsyncGenerator<Uint8Array> {
  let nth = 1;
  let pieces: Uint8Array[] = [];
  let gathered = 0;
  for await (const piece of body instanceof Uint8Array ? [body] : body.open()) {
    let rest = piece;
    while (gathered + rest.length >= bytesOf(nth)) {
      const missing = bytesOf(nth) - gathered;
      yield joined([...pieces, rest.subarray(0, missing)]);
      rest = rest.subarray(missing);
      pieces = [];
      gathered = 0;
      nth += 1;
    }
    if (rest.length > 0) pieces.push(rest);
    gathered += rest.length;
  }
  if (gathered > 0) yield joined(pieces);
}

/** Without a copy where there is only one piece. */
function joined(pieces: readonly Uint8Array[]): Uint8Array {
  return pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
}

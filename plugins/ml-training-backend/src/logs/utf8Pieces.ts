/** Bytes of a log that are whole characters, with their place in it. */
export interface Piece {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** What goes to a page at once. */
const LARGEST = 65_536;

/**
 * Cuts bytes that arrive in any portions into pieces of whole UTF-8 characters, at
 * most 64 KiB each. The beginning of a character waits for its end; bytes that are
 * no UTF-8 are passed on as they are, so that offsets stay true to the bytes.
 */
export class Utf8Pieces {
  #held: Uint8Array = new Uint8Array();

  /** @param next - where the first byte lies that will be pushed */
  constructor(public next: number) {}

  /** Where the bytes end that were pushed, those included that wait. */
  get end(): number {
    return this.next + this.#held.length;
  }

  *push(bytes: Uint8Array): Generator<Piece> {
    const all =
      this.#held.length === 0 ? bytes : Buffer.concat([this.#held, bytes]);
    let at = 0;
    while (at < all.length) {
      const part = all.subarray(at, at + LARGEST);
      const whole = part.length - unfinished(part);
      if (whole === 0) break;
      yield this.#piece(part.subarray(0, whole));
      at += whole;
    }
    // A copy: what it was cut from may be a megabyte.
    this.#held = all.slice(at);
  }

  /** What still waits: no more is to come, so that it is no character. */
  *flush(): Generator<Piece> {
    if (this.#held.length > 0) yield this.#piece(this.#held);
    this.#held = new Uint8Array();
  }

  #piece(bytes: Uint8Array): Piece {
    const offset = this.next;
    this.next += bytes.length;
    return { offset, bytes };
  }
}

const DECODER = new TextDecoder('utf-8', { ignoreBOM: true });

/** Each byte that belongs to no character becomes U+FFFD, as the Encoding Standard has it. */
export function textOf(bytes: Uint8Array): string {
  return DECODER.decode(bytes);
}

/** How many bytes at the end begin a character that goes on after it. */
export function unfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back];
    if (!isContinuation(byte)) return lengthFrom(byte) > back ? back : 0;
  }
  return 0;
}

function isContinuation(byte: number): boolean {
  return byte >= 0x80 && byte < 0xc0;
}

function lengthFrom(lead: number): number {
  if (lead >= 0xf0) return 4;
  if (lead >= 0xe0) return 3;
  return lead >= 0xc0 ? 2 : 1;
}

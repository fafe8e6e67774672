/** Shorter ones would be found in any log. */
const SHORTEST_SECRET = 4;
const STAR = 0x2a;

/**
 * Covers the values of secrets in a stream of bytes, each byte by a `*`, so that
 * an offset means the same in the log while it grows and in the sealed one. What
 * comes out does not depend on how the stream is cut into pieces.
 */
export class SecretMask {
  private readonly secrets: readonly Buffer[];
  /** Bytes before a place that can decide whether it is a part of a secret. */
  readonly reach: number;
  /** Raw bytes: the last that were given out, as far as they matter, and those held back. */
  private window = Buffer.alloc(0);
  private given = 0;

  constructor(values: readonly string[]) {
    this.secrets = values
      .filter(value => value.length >= SHORTEST_SECRET)
      .map(value => Buffer.from(value, 'utf8'));
    const longest = Math.max(1, ...this.secrets.map(({ length }) => length));
    this.reach = longest - 1;
  }

  /** @returns what is decided; an end that may be the beginning of a secret is held back */
  push(piece: Uint8Array): Uint8Array {
    this.window = Buffer.concat([this.window, piece]);
    return this.give(this.heldFrom());
  }

  /** The rest, when nothing more will come. */
  end(): Uint8Array {
    return this.give(this.window.length);
  }

  private give(until: number): Uint8Array {
    const covered = this.cover().subarray(this.given, until);
    const keptFrom = Math.max(0, until - this.reach);
    this.window = this.window.subarray(keptFrom);
    this.given = until - keptFrom;
    return covered;
  }

  private cover(): Buffer {
    const covered = Buffer.from(this.window);
    for (const secret of this.secrets) {
      let at = this.window.indexOf(secret);
      while (at !== -1) {
        covered.fill(STAR, at, at + secret.length);
        // One byte on, since an occurrence may overlap the next.
        at = this.window.indexOf(secret, at + 1);
      }
    }
    return covered;
  }

  /** Where the longest end begins that is a beginning of a secret, and not a whole one. */
  private heldFrom(): number {
    const { length } = this.window;
    const first = Math.max(this.given, length - this.reach);
    for (let from = first; from < length; from++) {
      const end = this.window.subarray(from);
      const begins = this.secrets.some(
        secret =>
          secret.length > end.length &&
          secret.subarray(0, end.length).equals(end),
      );
      if (begins) return from;
    }
    return length;
  }
}

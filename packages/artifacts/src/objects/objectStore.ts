/** Bytes, or a way to read them again from their start: an upload may be tried twice. */
export type Body =
  Uint8Array | { readonly open: () => AsyncIterable<Uint8Array> };

/** A part of an object. */
export interface ByteRange {
  /** First byte, from 0; at or beyond the end there is nothing to read. */
  readonly from: number;
  /** At most so many; to the end where it is absent. */
  readonly bytes?: number;
}

/**
 * A flat place for named bytes, and all that an implementation has to offer: a
 * folder, memory, a bucket. Keys are `/`-separated, without `.` or `..`.
 *
 * Every write is atomic and conditional: a reader sees all of an object or none
 * of it, and nobody replaces what another writer created.
 */
export interface ObjectStore {
  /** @returns 'exists' when somebody was first; compare contents before calling that a success */
  create(key: string, body: Body): Promise<'created' | 'exists'>;
  /**
   * Creates an object whose key depends on its own bytes, read once.
   * @returns the digest and length of what was read
   */
  createByDigest(
    keyOf: (sha256: string) => string,
    body: Body,
  ): Promise<{ readonly sha256: string; readonly bytes: number }>;
  /** The whole object, or undefined where there is none. For documents, not for data. */
  read(key: string): Promise<Uint8Array | undefined>;
  /**
   * The object, or a range of it, in pieces; undefined where there is none. Reads no
   * further than the range, and not ahead of its reader by more than a piece or two.
   *
   * @throws RangeError where the range is not of whole numbers from 0 up
   */
  stream(
    key: string,
    range?: ByteRange,
  ): Promise<AsyncIterable<Uint8Array> | undefined>;
  /** Length in bytes, or undefined where there is none. */
  size(key: string): Promise<number | undefined>;
  /** Keys below a prefix that ends in `/`, in ascending order of UTF-8 bytes. */
  list(prefix: string): AsyncIterable<string>;
  /**
   * What follows a prefix that ends in `/`, up to the next `/` and with it, each
   * once and in ascending order of UTF-8 bytes: `run.json`, `1/`. Costs as much as
   * there are answers, however many keys lie below. A folder that a killed writer
   * left empty may be named.
   */
  children(prefix: string): AsyncIterable<string>;
  /** Only for what the design calls mutable: leases, checkpoints, staging, the sweep. */
  remove(key: string): Promise<void>;
}

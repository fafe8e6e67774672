import type { Readable } from 'node:stream';
import { StoreError } from '../storeError';
import type { Bucket } from './bucket';
import { isAbsent, placeOf, serverAnswer } from './bucketFault';

/** Handed to a reader at once: bytes from the network come in pieces that are small for a disk. */
const PIECE = 1 << 20;

/** Length in bytes; undefined where there is no such object. */
export async function objectSize(
  bucket: Bucket,
  key: string,
): Promise<number | undefined> {
  const address = bucket.address(key);
  const head = await ifThere(bucket, key, () =>
    bucket.client.headObject(address),
  );
  return head && (head.ContentLength ?? 0);
}

/** An object from a byte on, on its way. */
interface Arriving {
  readonly body: Readable;
  /** Where the range ends, exclusive. */
  readonly to: number;
  readonly tag: string | undefined;
}

/**
 * A range of an object, in pieces. A connection that breaks, or that the server
 * gave up because its reader was slow, is begun anew where it ended.
 *
 * @param to - exclusive
 * @returns undefined where there is no such object
 */
export async function readRange(
  bucket: Bucket,
  key: string,
  from: number,
  to: number | undefined,
): Promise<AsyncIterable<Uint8Array> | undefined> {
  const first = await ask(bucket, key, from, to);
  if (first === undefined) return undefined;
  return first === 'empty' ? nothing() : pieces(bucket, key, from, first);
}

async function* pieces(
  bucket: Bucket,
  key: string,
  from: number,
  first: Arriving,
): AsyncGenerator<Uint8Array> {
  const { to, tag } = first;
  let at = from;
  let arriving = first;
  for (let breaks = 0; ;) {
    let cause: unknown = new Error('the answer ended early');
    try {
      for await (const piece of inPieces(arriving.body)) {
        at += piece.length;
        breaks = 0;
        yield piece;
      }
      if (at >= to) return;
    } catch (error) {
      cause = error;
    } finally {
      arriving.body.destroy();
    }
    breaks += 1;
    if (breaks >= bucket.limits.tries) {
      await bucket.told(`reading ${key}`, () => Promise.reject(cause));
    }
    const next = await ask(bucket, key, at, to, tag);
    if (next === undefined || next === 'empty') throw changed(bucket, key);
    arriving = next;
  }
}

/** @param tag - of the object that is being read; another one's bytes must not follow */
async function ask(
  bucket: Bucket,
  key: string,
  from: number,
  to: number | undefined,
  tag?: string,
): Promise<Arriving | 'empty' | undefined> {
  const address = bucket.address(key);
  const whole = from === 0 && to === undefined;
  try {
    const got = await ifThere(bucket, key, () =>
      bucket.client.getObject({
        ...address,
        ...(!whole && {
          Range: `bytes=${from}-${to === undefined ? '' : to - 1}`,
        }),
        ...(tag !== undefined && { IfMatch: tag }),
      }),
    );
    if (!got) return undefined;
    // On Node the SDK hands out the answer itself.
    const body = got.Body as Readable;
    return { body, to: from + (got.ContentLength ?? 0), tag: got.ETag };
  } catch (error) {
    const { status } = serverAnswer(error instanceof Error && error.cause);
    // The range begins at the end, or behind it.
    if (status === 416) return 'empty';
    if (status === 412) throw changed(bucket, key);
    throw error;
  }
}

function changed(bucket: Bucket, key: string): StoreError {
  return new StoreError(
    'broken',
    `${placeOf(bucket.location)} failed: ${key} was removed or replaced while it was read. Read it again.`,
  );
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  // An object that is there, and has no byte in the range.
}

/** What came before a connection broke is handed out before that is told. */
async function* inPieces(body: Readable): AsyncGenerator<Uint8Array> {
  let small: Buffer[] = [];
  let gathered = 0;
  let broken: { readonly cause: unknown } | undefined;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      if (gathered + chunk.length > PIECE && gathered > 0) {
        yield Buffer.concat(small);
        small = [];
        gathered = 0;
      }
      let rest = chunk;
      while (rest.length > PIECE) {
        yield rest.subarray(0, PIECE);
        rest = rest.subarray(PIECE);
      }
      small.push(rest);
      gathered += rest.length;
    }
  } catch (cause) {
    broken = { cause };
  }
  if (gathered > 0) yield Buffer.concat(small);
  if (broken) throw broken.cause;
}

async function ifThere<T>(
  bucket: Bucket,
  key: string,
  call: () => Promise<T>,
): Promise<T | undefined> {
  return bucket.told(`reading ${key}`, async () => {
    try {
      return await call();
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw error;
    }
  });
}

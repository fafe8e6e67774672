import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Bucket } from './bucket';
import { isAbsent, serverAnswer } from './bucketFault';

/** What a conditional write met. */
export type Met =
  | 'created'
  | 'exists'
  /** Another writer was at work on the same key at the same moment: nobody knows yet who is first. */
  | 'conflict';

/** Stands in each object's metadata; by it a writer whose answer got lost knows its own again. */
const WRITER = 'trainyard-writer';

/** One attempt to create one object. */
export interface Writer {
  readonly id: string;
  readonly metadata: Readonly<Record<string, string>>;
}

export function newWriter(): Writer {
  const id = randomUUID();
  return { id, metadata: { [WRITER]: id } };
}

/**
 * Calls what creates an object under `If-None-Match: *`.
 *
 * @throws StoreError
 */
export async function writeConditionally(
  bucket: Bucket,
  key: string,
  writer: Writer,
  write: () => Promise<unknown>,
): Promise<Met> {
  try {
    await write();
    return 'created';
  } catch (error) {
    const { name, status, attempts } = serverAnswer(error);
    if (name === 'ConditionalRequestConflict' || status === 409) {
      return 'conflict';
    }
    // An answer that was lost on the way: the object, or the whole upload, may be
    // what the request before this one made.
    const mayBeOwn = attempts > 1 || name === 'NoSuchUpload';
    if (mayBeOwn && (status === 412 || name === 'NoSuchUpload')) {
      const by = await writerOf(bucket, key);
      if (by === writer.id) return 'created';
      if (by !== undefined) return 'exists';
    }
    if (status === 412) return 'exists';
    return bucket.told(`writing ${key}`, () => Promise.reject(error));
  }
}

const CONFLICTS = 12;
const FIRST_PAUSE_MILLISECONDS = 20;
const LONGEST_PAUSE_MILLISECONDS = 2000;

/**
 * Tries again while writers are in each other's way.
 *
 * @throws StoreError 'unreachable' where that does not end
 */
export async function untilDecided(
  bucket: Bucket,
  key: string,
  attempt: () => Promise<Met>,
): Promise<'created' | 'exists'> {
  for (let conflicts = 1; conflicts <= CONFLICTS; conflicts++) {
    const met = await attempt();
    if (met !== 'conflict') return met;
    const longest = FIRST_PAUSE_MILLISECONDS * 2 ** conflicts;
    // Each waits for another time, or they would meet again.
    await pause(Math.random() * Math.min(longest, LONGEST_PAUSE_MILLISECONDS));
  }
  return bucket.told(`writing ${key}`, () =>
    Promise.reject(
      Object.assign(new Error('writers are in each other`s way'), {
        name: 'ConditionalRequestConflict',
        $metadata: { httpStatusCode: 409 },
      }),
    ),
  );
}

/** Creates an object in one request. */
export async function putOnce(
  bucket: Bucket,
  key: string,
  bytes: Uint8Array,
): Promise<'created' | 'exists'> {
  const address = bucket.address(key);
  return untilDecided(bucket, key, () => {
    const writer = newWriter();
    return writeConditionally(bucket, key, writer, () =>
      bucket.client.putObject({
        ...address,
        ...bucket.encryption,
        Metadata: writer.metadata,
        IfNoneMatch: '*',
        Body: bytes,
      }),
    );
  });
}

/** '' where the object names none; undefined where there is no object. */
async function writerOf(
  bucket: Bucket,
  key: string,
): Promise<string | undefined> {
  return bucket.told(`reading ${key}`, async client => {
    try {
      const { Metadata } = await client.headObject(bucket.address(key));
      return Metadata?.[WRITER] ?? '';
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw error;
    }
  });
}

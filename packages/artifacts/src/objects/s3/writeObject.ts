import type { Body } from '../objectStore';
import type { Bucket } from './bucket';
import { putOnce, untilDecided, type Met } from './conditionalWrite';
import { eachArriving } from '../../folders/eachArriving';
import { MultipartUpload } from './multipartUpload';
import { bytesOfPart, partsOf } from './parts';

/** Creates an object from any body: in one request where it is small, else in parts. */
export async function writeObject(
  bucket: Bucket,
  key: string,
  body: Body,
): Promise<'created' | 'exists'> {
  const { partBytes } = bucket.limits;
  if (body instanceof Uint8Array && body.length < partBytes) {
    return putOnce(bucket, key, body);
  }
  // Read anew after a conflict: what was sent belongs to an upload that is lost.
  return untilDecided(bucket, key, async () => {
    const { first, rest } = await split(inParts(bucket, body));
    return first.length < partBytes
      ? putOnce(bucket, key, first)
      : inUpload(bucket, key, rest, async upload => {
          await sendParts(bucket, upload, first, rest);
          return upload.complete();
        });
  });
}

export function inParts(
  bucket: Bucket,
  body: Body,
): AsyncGenerator<Uint8Array> {
  const { partBytes } = bucket.limits;
  return partsOf(body, nth => bytesOfPart(nth, partBytes));
}

/** The first part, by whose length one sees whether there can be more. */
export async function split(parts: AsyncGenerator<Uint8Array>) {
  const { value } = await parts.next();
  return { first: value ?? new Uint8Array(), rest: parts };
}

export async function sendParts(
  { limits }: Bucket,
  upload: MultipartUpload,
  first: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
): Promise<void> {
  await eachArriving(
    limits.partsAtOnce,
    startingWith(first, rest),
    (part, nth) => upload.send(part, nth),
  );
}

/**
 * Leaves no parts behind, whatever happens; only a kill does.
 *
 * @param source - let go of in the end, also where nothing came to be read from it
 */
export async function inUpload(
  bucket: Bucket,
  key: string,
  source: AsyncGenerator<Uint8Array> | undefined,
  work: (upload: MultipartUpload) => Promise<Met>,
): Promise<Met> {
  let upload: MultipartUpload | undefined;
  let met: Met | undefined;
  try {
    upload = await MultipartUpload.begin(bucket, key);
    met = await work(upload);
    return met;
  } finally {
    if (met !== 'created') await upload?.abort();
    await source?.return(undefined);
  }
}

async function* startingWith<T>(first: T, rest: AsyncIterable<T>) {
  yield first;
  yield* rest;
}

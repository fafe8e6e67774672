import { rangeWithin } from '../byteRange';
import { bytesOf } from '../body';
import type { Body, ByteRange, ObjectStore } from '../objectStore';
import type { Bucket } from './bucket';
import { listChildren, listKeys } from './listObjects';
import { objectSize, readRange } from './readObject';
import { presignerSdk, s3Sdk } from './sdk';
import { writeByDigest, type Written } from './writeByDigest';
import { writeObject } from './writeObject';

/** What a browser is told of a download that does not come from us. */
export interface PresignOptions {
  /** How long the address works; AWS takes a week at most. */
  readonly seconds: number;
  /** Under which the browser saves it. */
  readonly filename?: string;
  readonly contentType?: string;
}

/**
 * Objects in a bucket, for any number of machines. Every object is created under
 * `If-None-Match: *`, so that of many writers the server lets one be first.
 */
export class S3ObjectStore implements ObjectStore {
  constructor(private readonly bucket: Bucket) {}

  async create(key: string, body: Body): Promise<'created' | 'exists'> {
    this.bucket.address(key);
    return writeObject(this.bucket, key, body);
  }

  createByDigest(
    keyOf: (sha256: string) => string,
    body: Body,
  ): Promise<Written> {
    return writeByDigest(this.bucket, keyOf, body);
  }

  async read(key: string): Promise<Uint8Array | undefined> {
    const pieces = await readRange(this.bucket, key, 0, undefined);
    return pieces && bytesOf({ open: () => pieces });
  }

  async stream(
    key: string,
    range: ByteRange = { from: 0 },
  ): Promise<AsyncIterable<Uint8Array> | undefined> {
    const { from, to } = rangeWithin(Number.MAX_SAFE_INTEGER, range);
    // A range of no byte cannot be asked for.
    if (from === to) {
      const bytes = await this.size(key);
      return bytes === undefined ? undefined : nothing();
    }
    return readRange(
      this.bucket,
      key,
      from,
      range.bytes === undefined ? undefined : to,
    );
  }

  size(key: string): Promise<number | undefined> {
    return objectSize(this.bucket, key);
  }

  list(prefix: string): AsyncIterable<string> {
    return listKeys(this.bucket, prefix);
  }

  children(prefix: string): AsyncIterable<string> {
    return listChildren(this.bucket, prefix);
  }

  async remove(key: string): Promise<void> {
    const address = this.bucket.address(key);
    await this.bucket.told(`removing ${key}`, client =>
      client.deleteObject(address),
    );
  }

  /**
   * An address by which anybody who has it may read the object for a while, without
   * credentials. Whether there is such an object is not looked at.
   */
  async presignDownload(
    key: string,
    { seconds, filename, contentType }: PresignOptions,
  ): Promise<string> {
    const { GetObjectCommand } = s3Sdk();
    const command = new GetObjectCommand({
      ...this.bucket.address(key),
      ...(filename !== undefined && {
        ResponseContentDisposition: attachment(filename),
      }),
      ...(contentType !== undefined && { ResponseContentType: contentType }),
    });
    return this.bucket.told(`signing an address of ${key}`, client =>
      presignerSdk().getSignedUrl(client, command, { expiresIn: seconds }),
    );
  }
}

/** In the form of RFC 6266, which takes a name of any letters. */
function attachment(filename: string): string {
  return `attachment; filename*=UTF-8''${encodeURIComponent(filename).replace(
    /['()*]/g,
    letter => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )}`;
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  // An object that is there, and a range without a byte.
}

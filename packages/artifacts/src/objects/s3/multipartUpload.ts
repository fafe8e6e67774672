import type { S3 } from '@aws-sdk/client-s3';
import type { Bucket } from './bucket';
import { newWriter, writeConditionally, type Met } from './conditionalWrite';

/** An object that is sent in parts; nobody sees it before it is completed. */
export class MultipartUpload {
  readonly #parts = new Map<number, string | undefined>();

  private constructor(
    private readonly bucket: Bucket,
    private readonly key: string,
    private readonly upload: string,
    private readonly writer: ReturnType<typeof newWriter>,
  ) {}

  static async begin(bucket: Bucket, key: string): Promise<MultipartUpload> {
    const address = bucket.address(key);
    const writer = newWriter();
    const { UploadId } = await bucket.told(`writing ${key}`, client =>
      client.createMultipartUpload({
        ...address,
        ...bucket.encryption,
        Metadata: writer.metadata,
      }),
    );
    return new MultipartUpload(bucket, key, UploadId ?? '', writer);
  }

  /** @param nth - from 1 */
  async send(bytes: Uint8Array, nth: number): Promise<void> {
    const { ETag } = await this.#told(client =>
      client.uploadPart({ ...this.#address, PartNumber: nth, Body: bytes }),
    );
    this.#parts.set(nth, ETag);
  }

  /** Lets the server copy from another object. @param to - exclusive */
  async copy(
    key: string,
    { from, to }: { readonly from: number; readonly to: number },
    nth: number,
  ): Promise<void> {
    const { Bucket: bucket, Key } = this.bucket.address(key);
    const { CopyPartResult } = await this.#told(client =>
      client.uploadPartCopy({
        ...this.#address,
        PartNumber: nth,
        CopySource: encodeURI(`${bucket}/${Key}`),
        CopySourceRange: `bytes=${from}-${to - 1}`,
      }),
    );
    this.#parts.set(nth, CopyPartResult?.ETag);
  }

  /** On anything but 'created' the upload is still there, and to be aborted. */
  async complete(): Promise<Met> {
    const parts = [...this.#parts]
      .sort(([a], [b]) => a - b)
      .map(([PartNumber, ETag]) => ({ PartNumber, ETag }));
    return writeConditionally(this.bucket, this.key, this.writer, () =>
      this.bucket.client.completeMultipartUpload({
        ...this.#address,
        IfNoneMatch: '*',
        MultipartUpload: { Parts: parts },
      }),
    );
  }

  /**
   * Lets go of the parts. Never fails: it is called for another reason, which must
   * be told, and a rule of the bucket removes what is left.
   */
  async abort(): Promise<void> {
    await this.bucket.client
      .abortMultipartUpload(this.#address)
      .catch(() => undefined);
  }

  get #address() {
    return { ...this.bucket.address(this.key), UploadId: this.upload };
  }

  #told<T>(call: (client: S3) => Promise<T>): Promise<T> {
    return this.bucket.told(`writing ${this.key}`, call);
  }
}

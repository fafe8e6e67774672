import { readFileSync } from 'node:fs';
import type { S3 } from '@aws-sdk/client-s3';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import type { BucketLocation } from '@trainyard/backstage-plugin-ml-training-common';
import { checkKey } from '../objectKey';
import { errorCode, StoreError } from '../storeError';
import {
  DEFAULT_LIMITS,
  type BucketLimits,
  type BucketOptions,
} from './bucketOptions';
import { explainBucketFault, serverAnswer } from './bucketFault';
import { httpSdk, s3Sdk } from './sdk';

/** Where an object lies, as the SDK is told it. */
export interface ObjectAddress {
  readonly Bucket: string;
  readonly Key: string;
}

/** A bucket, the prefix in it, and the connection to its server. */
export class Bucket {
  readonly limits: BucketLimits;
  readonly client: S3;

  /** @throws StoreError 'not trusted' where the file of certificates cannot be read */
  constructor(
    readonly location: BucketLocation,
    { credentials, ...limits }: BucketOptions = {},
  ) {
    this.limits = { ...DEFAULT_LIMITS, ...limits };
    const sockets = { keepAlive: true, maxSockets: this.limits.connections };
    const certificates = readCertificates(location);
    const http = httpSdk();
    this.client = new (s3Sdk().S3)({
      region: location.region,
      forcePathStyle: location.path_style,
      ...(location.endpoint !== undefined && { endpoint: location.endpoint }),
      ...(credentials && { credentials }),
      retryMode: 'standard',
      maxAttempts: this.limits.tries,
      // The signature has the digest of each request's bytes, and every artifact its
      // own: checksums beside them are what servers other than AWS trip over.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      // A proxy that does not answer it would cost six seconds an upload.
      expectContinueHeader: false,
      requestHandler: ownErrors(
        new http.NodeHttpHandler({
          connectionTimeout: this.limits.connectMilliseconds,
          socketTimeout: this.limits.idleMilliseconds,
          httpAgent: sockets,
          httpsAgent: { ...sockets, ...(certificates && { ca: certificates }) },
        }),
      ),
    });
  }

  /** @throws StoreError 'invalid key' */
  address(key: string): ObjectAddress {
    checkKey(key);
    return {
      Bucket: this.location.bucket,
      Key: `${this.location.prefix}${key}`,
    };
  }

  /** What every new object is created with. */
  get encryption() {
    const { encryption } = this.location;
    return {
      ...(encryption && { ServerSideEncryption: encryption.kind }),
      ...(encryption?.kind === 'aws:kms' && {
        SSEKMSKeyId: encryption.key_id,
      }),
    };
  }

  /**
   * Calls the server.
   *
   * @param doing - such as `writing runs/a/run.json`
   * @throws StoreError
   */
  async told<T>(doing: string, call: (client: S3) => Promise<T>): Promise<T> {
    try {
      return await call(this.client);
    } catch (error) {
      throw explainBucketFault(this.location, doing, error);
    }
  }
}

/**
 * The SDK knows errors by their class alone, and makes a text of others: those of
 * another realm, as sockets have them where code is run in a context of its own.
 */
function ownErrors(handler: NodeHttpHandler): NodeHttpHandler {
  const handle = handler.handle.bind(handler);
  handler.handle = async (...call) => {
    try {
      return await handle(...call);
    } catch (error) {
      if (error instanceof Error) throw error;
      throw Object.assign(new Error(String(error)), {
        name: serverAnswer(error).name,
        code: errorCode(error),
      });
    }
  };
  return handler;
}

function readCertificates({
  ca_file: file,
  bucket,
}: BucketLocation): Buffer | undefined {
  if (file === undefined) return undefined;
  try {
    return readFileSync(file);
  } catch (error) {
    throw new StoreError(
      'not trusted',
      `The bucket ${bucket} cannot be opened: the file ${file} with the certificates of its endpoint cannot be read (${errorCode(error)}). Put it there, or correct ca_file.`,
      { cause: error },
    );
  }
}

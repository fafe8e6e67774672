export interface BucketCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** How a bucket is spoken with. What is absent has a default for servers near and far. */
export interface BucketOptions {
  /**
   * Instead of what the AWS SDK finds by itself: AWS_ACCESS_KEY_ID, a profile, the
   * role of the machine or of its service account.
   */
  readonly credentials?: BucketCredentials;
  /** Milliseconds until a connection must stand; 10,000 unless said. */
  readonly connectMilliseconds?: number;
  /** Milliseconds without a byte in either direction after which a request is given up; 60,000 unless said. */
  readonly idleMilliseconds?: number;
  /** How often a request is tried before the store fails; 4 unless said. */
  readonly tries?: number;
  /** Connections at once; 128 unless said. */
  readonly connections?: number;
  /**
   * Bytes of a part of a large upload; what is smaller goes in one request. 8 MiB
   * unless said; servers refuse less than 5 MiB.
   */
  readonly partBytes?: number;
  /** Parts of one upload on their way at once, each in memory; 3 unless said. */
  readonly partsAtOnce?: number;
  /** Keys that are asked for at once when listing; 1,000 unless said, which is the most. */
  readonly pageKeys?: number;
}

export type BucketLimits = Required<Omit<BucketOptions, 'credentials'>>;

export const DEFAULT_LIMITS: BucketLimits = {
  connectMilliseconds: 10_000,
  idleMilliseconds: 60_000,
  tries: 4,
  connections: 128,
  partBytes: 8 << 20,
  partsAtOnce: 3,
  pageKeys: 1000,
};

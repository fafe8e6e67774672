import { resolve } from 'node:path';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  storeLocation,
  type BucketLocation,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { BucketCredentials } from '@trainyard/artifacts';

/** What an operator decides about the bucket: `mlTraining.store.s3`. */
export interface BucketSettings {
  readonly location: BucketLocation;
  /** Absent: as the AWS SDK finds them in the portal's environment. */
  readonly credentials?: BucketCredentials;
  /** Whether browsers fetch large files from the bucket itself. */
  readonly presignedDownloads: boolean;
}

const ROOT = 'mlTraining.store.s3';

/** @throws InputError that names the key, what was expected and what was found */
export function readBucketSettings(root: Config): BucketSettings {
  const config = root.getConfig(ROOT);
  const endpoint = config.getOptionalString('endpoint');
  const caFile = config.getOptionalString('caFile');
  const encryption = config.getOptionalConfig('encryption');
  const kmsKey = encryption?.getOptionalString('keyId');
  const parsed = storeLocation.safeParse({
    kind: 's3',
    bucket: config.getString('bucket'),
    prefix: withSlash(config.getOptionalString('prefix') ?? ''),
    region: config.getOptionalString('region') ?? 'us-east-1',
    ...(endpoint !== undefined && { endpoint }),
    // Servers of one's own seldom have a name for each bucket.
    path_style:
      config.getOptionalBoolean('pathStyle') ?? endpoint !== undefined,
    ...(caFile !== undefined && { ca_file: resolve(caFile) }),
    ...(encryption && {
      encryption: {
        kind: encryption.getString('kind'),
        ...(kmsKey !== undefined && { key_id: kmsKey }),
      },
    }),
  });
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    throw new InputError(`${ROOT}.${KEYS[String(path[0])]}: ${message}`);
  }
  if (parsed.data.kind !== 's3') throw new InputError(`${ROOT}: no bucket`);
  const credentials = readCredentials(config);
  return {
    location: parsed.data,
    ...(credentials && { credentials }),
    presignedDownloads:
      config.getOptionalBoolean('presignedDownloads') ?? false,
  };
}

/** As the operator writes what a location says. */
const KEYS: Readonly<Record<string, string>> = {
  bucket: 'bucket',
  prefix: 'prefix',
  region: 'region',
  endpoint: 'endpoint',
  path_style: 'pathStyle',
  ca_file: 'caFile',
  encryption: 'encryption',
};

function readCredentials(config: Config): BucketCredentials | undefined {
  const credentials = config.getOptionalConfig('credentials');
  if (!credentials) return undefined;
  const sessionToken = credentials.getOptionalString('sessionToken');
  return {
    accessKeyId: credentials.getString('accessKeyId'),
    secretAccessKey: credentials.getString('secretAccessKey'),
    ...(sessionToken !== undefined && { sessionToken }),
  };
}

function withSlash(prefix: string): string {
  return prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
}

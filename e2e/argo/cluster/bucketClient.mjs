import { S3Client } from '@aws-sdk/client-s3';

/** Speaks to the cluster's S3 server as its owner. */
export const bucketClient = (
  { endpoint, region, accessKey, secretKey },
  options = {},
) =>
  new S3Client({
    ...{ endpoint, region },
    forcePathStyle: true,
    credentials: { accessKeyId: accessKey, secretAccessKey: secretKey },
    ...options,
  });

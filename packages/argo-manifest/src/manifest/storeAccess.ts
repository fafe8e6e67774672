import type {
  BucketLocation,
  StoreLocation,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { WorkflowSettings } from '../settings/workflowSettings';
import type { Variable } from './workflow';

/** Where our containers find the certificates of the store. */
const CERTIFICATES = '/trainyard/certificates';

/** The store as our containers open it. */
export function storeOfPods(settings: WorkflowSettings): StoreLocation {
  const { certificates } = settings;
  const store = bucketOf(settings);
  return certificates
    ? { ...store, ca_file: `${CERTIFICATES}/${certificates.key}` }
    : store;
}

/** What the AWS SDK reads in our containers; nothing where the cloud gives it. */
export function storeVariables({ credentials }: WorkflowSettings): Variable[] {
  if (credentials === 'ambient') return [];
  const { secret, accessKey, secretKey, sessionToken } = credentials;
  return [
    secretVariable('AWS_ACCESS_KEY_ID', secret, accessKey),
    secretVariable('AWS_SECRET_ACCESS_KEY', secret, secretKey),
    ...(sessionToken
      ? [secretVariable('AWS_SESSION_TOKEN', secret, sessionToken)]
      : []),
  ];
}

export function secretVariable(
  variable: string,
  secret: string,
  key: string,
): Variable {
  return {
    name: variable,
    valueFrom: { secretKeyRef: { name: secret, key } },
  };
}

export function certificateMounts({ certificates }: WorkflowSettings) {
  return certificates
    ? [{ name: 'certificates', mountPath: CERTIFICATES, readOnly: true }]
    : [];
}

export function certificateVolumes({ certificates }: WorkflowSettings) {
  return certificates
    ? [{ name: 'certificates', secret: { secretName: certificates.secret } }]
    : [];
}

/** A place in the bucket as Argo's own containers reach it. */
export function bucketArtifact(settings: WorkflowSettings, key: string) {
  const { credentials, certificates } = settings;
  const store = bucketOf(settings);
  const endpoint = store.endpoint ?? 'https://s3.amazonaws.com';
  const selector = (secret: string, chosen: string) => ({
    name: secret,
    key: chosen,
  });
  return {
    endpoint: endpoint.replace(/^https?:\/\//, '').replace(/\/+$/, ''),
    ...(endpoint.startsWith('http:') && { insecure: true }),
    bucket: store.bucket,
    region: store.region,
    ...(credentials === 'ambient'
      ? { useSDKCreds: true }
      : {
          accessKeySecret: selector(credentials.secret, credentials.accessKey),
          secretKeySecret: selector(credentials.secret, credentials.secretKey),
          ...(credentials.sessionToken && {
            sessionTokenSecret: selector(
              credentials.secret,
              credentials.sessionToken,
            ),
          }),
        }),
    ...(certificates && {
      caSecret: selector(certificates.secret, certificates.key),
    }),
    ...(store.encryption && {
      encryptionOptions: {
        enableEncryption: true,
        ...(store.encryption.kind === 'aws:kms' && {
          kmsKeyId: store.encryption.key_id,
        }),
      },
    }),
    key: `${store.prefix}${key}`,
  };
}

function bucketOf({ store }: WorkflowSettings): BucketLocation {
  if (store.kind !== 's3') {
    throw new TypeError('workflows need a bucket: pods see no folder of ours');
  }
  return store;
}

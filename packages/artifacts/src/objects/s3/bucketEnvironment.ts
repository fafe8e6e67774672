import type { BucketCredentials } from './bucketOptions';

type Environment = Readonly<Record<string, string | undefined>>;

/** By these names a process hands credentials of a store to one that it starts: another's AWS_* may be a pipeline's secret. */
const HANDED = {
  accessKeyId: 'TRAINYARD_STORE_ACCESS_KEY_ID',
  secretAccessKey: 'TRAINYARD_STORE_SECRET_ACCESS_KEY',
  sessionToken: 'TRAINYARD_STORE_SESSION_TOKEN',
} as const;

/** All by which the AWS SDK finds credentials. */
const AMBIENT = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_PROFILE',
  'AWS_CONFIG_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_ROLE_ARN',
  'AWS_ROLE_SESSION_NAME',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_STS_REGIONAL_ENDPOINTS',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
  'AWS_EC2_METADATA_DISABLED',
];

/** Names under which a process may hold what opens a store; for nobody else's eyes. */
export const STORE_VARIABLES: readonly string[] = [
  ...Object.values(HANDED),
  ...AMBIENT,
];

/**
 * What a process that opens the same bucket has to find in its environment.
 *
 * @param credentials - those that were configured; without them, by whatever
 *   variables this process found its own
 */
export function bucketEnvironment(
  credentials: BucketCredentials | undefined,
  environment: Environment,
): Record<string, string> {
  const entries: [string, string | undefined][] = credentials
    ? [
        [HANDED.accessKeyId, credentials.accessKeyId],
        [HANDED.secretAccessKey, credentials.secretAccessKey],
        [HANDED.sessionToken, credentials.sessionToken],
      ]
    : AMBIENT.map(name => [name, environment[name]]);
  return Object.fromEntries(
    entries.flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
}

/** Those that bucketEnvironment handed over; undefined where the SDK is to look for itself. */
export function handedCredentials(
  environment: Environment,
): BucketCredentials | undefined {
  const accessKeyId = environment[HANDED.accessKeyId];
  const secretAccessKey = environment[HANDED.secretAccessKey];
  const sessionToken = environment[HANDED.sessionToken];
  return accessKeyId === undefined || secretAccessKey === undefined
    ? undefined
    : {
        accessKeyId,
        secretAccessKey,
        ...(sessionToken !== undefined && { sessionToken }),
      };
}

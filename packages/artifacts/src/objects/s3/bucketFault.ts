import type { BucketLocation } from '@trainyard/backstage-plugin-ml-training-common';
import { errorCode, StoreError, type StoreFault } from '../storeError';

/** What the SDK says of an answer that was not a success. */
export interface ServerAnswer {
  /** Such as `NoSuchKey`; of an answer without a body only the SDK's own word. */
  readonly name: string;
  readonly status: number | undefined;
  /** How often the request was sent. */
  readonly attempts: number;
}

export function serverAnswer(error: unknown): ServerAnswer {
  const { name, $metadata } = (
    typeof error === 'object' && error !== null ? error : {}
  ) as {
    name?: string;
    $metadata?: { httpStatusCode?: number; attempts?: number };
  };
  return {
    name: name ?? 'Error',
    status: $metadata?.httpStatusCode,
    attempts: $metadata?.attempts ?? 1,
  };
}

/** Nothing has that key; a HEAD cannot tell a bucket that is missing from a key that is. */
export function isAbsent(error: unknown): boolean {
  const { name, status } = serverAnswer(error);
  return name === 'NoSuchKey' || (name === 'NotFound' && status === 404);
}

interface Explanation {
  readonly fault: StoreFault;
  readonly what: string;
  readonly advice: string;
}

/**
 * Says which bucket failed, at what, and what to do about it.
 *
 * @param doing - such as `writing results/…/1.json`
 */
export function explainBucketFault(
  location: BucketLocation,
  doing: string,
  cause: unknown,
): StoreError {
  if (cause instanceof StoreError) return cause;
  const { name, status } = serverAnswer(cause);
  const code = errorCode(cause);
  const { fault, what, advice } = explain(name, status, code, location);
  const word = [code ?? name, status].filter(Boolean).join(', HTTP ');
  return new StoreError(
    fault,
    `${placeOf(location)} ${what}: ${doing} ended with ${word}. Nothing is half-written. ${advice}`,
    { cause },
  );
}

export function placeOf({ bucket, endpoint, region }: BucketLocation): string {
  return `The bucket ${bucket} at ${endpoint ?? `AWS, region ${region},`}`;
}

function explain(
  name: string,
  status: number | undefined,
  code: string | undefined,
  location: BucketLocation,
): Explanation {
  return (
    ANSWERS[name] ??
    connectionExplanation(name, code, location) ??
    statusExplanation(status) ?? {
      fault: 'broken',
      what: 'failed',
      advice: 'See to its server, then resume the run.',
    }
  );
}

const WRONG_KEY: Explanation = {
  fault: 'not allowed',
  what: 'does not take these credentials',
  advice:
    'Correct the access key and its secret (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, or credentials in the configuration).',
};

const EXPIRED: Explanation = {
  fault: 'not allowed',
  what: 'does not take these credentials any more',
  advice: 'Renew the session token (AWS_SESSION_TOKEN), then resume the run.',
};

const NOT_ALLOWED: Explanation = {
  fault: 'not allowed',
  what: 'may not be written or read with these credentials',
  advice:
    'Allow s3:GetObject, s3:PutObject, s3:DeleteObject and s3:AbortMultipartUpload below the prefix and s3:ListBucket on the bucket, or use other credentials.',
};

const WRONG_REGION: Explanation = {
  fault: 'unreachable',
  what: 'lies in another region, or is reached by another endpoint',
  advice: 'Correct region, endpoint or path_style of the store.',
};

const FULL: Explanation = {
  fault: 'full',
  what: 'has no space left',
  advice: 'Free space there or raise the quota, then resume the run.',
};

const BUSY: Explanation = {
  fault: 'unreachable',
  what: 'is too busy or broken at the moment',
  advice: 'Resume the run when its server is well again.',
};

/** By the words of the S3 protocol and of the SDK. */
const ANSWERS: Readonly<Record<string, Explanation | undefined>> = {
  NoSuchBucket: {
    fault: 'no such bucket',
    what: 'does not exist',
    advice:
      'Create it, or correct the name, the endpoint or path_style of the store.',
  },
  InvalidAccessKeyId: WRONG_KEY,
  // As versitygw says it.
  XAdminUserNotFound: WRONG_KEY,
  SignatureDoesNotMatch: WRONG_KEY,
  InvalidToken: EXPIRED,
  ExpiredToken: EXPIRED,
  ExpiredTokenException: EXPIRED,
  CredentialsProviderError: {
    fault: 'not allowed',
    what: 'was not asked, for want of credentials',
    advice:
      'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, name a profile in AWS_PROFILE, or give the machine a role.',
  },
  RequestTimeTooSkewed: {
    fault: 'not allowed',
    what: 'refuses the time of this machine',
    advice: 'Set the clock right here (or there), such as by NTP.',
  },
  AccessDenied: NOT_ALLOWED,
  KMSAccessDeniedException: {
    ...NOT_ALLOWED,
    advice:
      'Allow these credentials to use the KMS key: kms:GenerateDataKey and kms:Decrypt.',
  },
  PermanentRedirect: WRONG_REGION,
  AuthorizationHeaderMalformed: WRONG_REGION,
  IllegalLocationConstraintException: WRONG_REGION,
  QuotaExceeded: FULL,
  XMinioStorageFull: FULL,
  InsufficientStorage: FULL,
  EntityTooLarge: {
    fault: 'too large',
    what: 'may not hold an object of this size',
    advice: 'Raise the limit of its server, or write smaller files.',
  },
  SlowDown: BUSY,
  ServiceUnavailable: BUSY,
};

function statusExplanation(
  status: number | undefined,
): Explanation | undefined {
  if (status === undefined) return undefined;
  if (status === 301 || status === 307) return WRONG_REGION;
  if (status === 401 || status === 403) return NOT_ALLOWED;
  if (status === 507) return FULL;
  return status >= 500 || status === 429 ? BUSY : undefined;
}

const UNTRUSTED = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_SIGNATURE_FAILURE',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

const CONNECTION: Readonly<Record<string, string | undefined>> = {
  ECONNREFUSED: 'refuses connections',
  ECONNRESET: 'breaks connections off',
  EPIPE: 'breaks connections off',
  ENOTFOUND: 'has an endpoint that no name server knows',
  EAI_AGAIN: 'has an endpoint whose name cannot be looked up now',
  EHOSTUNREACH: 'cannot be reached from this machine',
  ENETUNREACH: 'cannot be reached from this machine',
  ETIMEDOUT: 'does not answer',
  EPROTO: 'does not speak TLS as this machine does',
};

function connectionExplanation(
  name: string,
  code: string | undefined,
  { endpoint, ca_file: caFile }: BucketLocation,
): Explanation | undefined {
  if (code !== undefined && UNTRUSTED.has(code)) {
    return {
      fault: 'not trusted',
      what: 'has a certificate that is not trusted here',
      advice: caFile
        ? `See that ${caFile} holds the certificate of whoever signed the endpoint's own, and that the endpoint's name and dates are right.`
        : 'Name a file with the certificate of whoever signed it (ca_file), or use an endpoint whose certificate is publicly trusted.',
    };
  }
  const what =
    (code !== undefined ? CONNECTION[code] : undefined) ??
    (name === 'TimeoutError' ? 'does not answer' : undefined);
  return what === undefined
    ? undefined
    : {
        fault: 'unreachable',
        what,
        advice: endpoint
          ? 'See that its server runs and that endpoint is right, http or https and port, then resume the run.'
          : 'See to the network and to region, then resume the run.',
      };
}

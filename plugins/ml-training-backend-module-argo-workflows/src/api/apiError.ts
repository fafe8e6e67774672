import { isError, type ErrorLike } from '@backstage/errors';

export type ApiFault =
  /** 401: the token is wrong, or ran out. */
  | 'unauthorized'
  /** 403: the account may not do that. */
  | 'forbidden'
  | 'not found'
  /** 409. */
  | 'conflict'
  /** 410, or a watch that says so: the version one began with is forgotten. */
  | 'expired'
  /** The server refuses what it was given. */
  | 'invalid'
  /** Who answers cannot be checked by the certificates that are configured. */
  | 'certificate'
  /** Nobody answers, or too late. */
  | 'unreachable'
  /** The server says that it failed, or says what cannot be understood. */
  | 'failed';

/** What went wrong with a call to a cluster; its message holds no token. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly fault: ApiFault,
    message: string,
    /** As HTTP says it; absent where there was no answer. */
    readonly status?: number,
  ) {
    super(message);
  }
}

export function isFault(
  error: unknown,
  ...faults: readonly ApiFault[]
): error is ApiError {
  return error instanceof ApiError && faults.includes(error.fault);
}

const BY_STATUS: Readonly<Record<number, ApiFault>> = {
  400: 'invalid',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not found',
  409: 'conflict',
  410: 'expired',
  413: 'invalid',
  422: 'invalid',
  502: 'unreachable',
  503: 'unreachable',
  504: 'unreachable',
};

export function errorOfStatus(status: number, message: string): ApiError {
  return new ApiError(BY_STATUS[status] ?? 'failed', message, status);
}

const CERTIFICATE =
  /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|CERT_|ERR_TLS_CERT|HOSTNAME_MISMATCH)/;

/** @returns what a call failed of before there was an answer; other errors as they are */
export function errorOfTransport(error: unknown, url: URL): unknown {
  if (!isError(error) || error instanceof ApiError || isAbort(error)) {
    return error;
  }
  const code = codeOf(error);
  const why = error.message || code || error.name;
  return CERTIFICATE.test(code)
    ? new ApiError(
        'certificate',
        `The certificate of ${url.origin} cannot be checked: ${why}`,
      )
    : new ApiError('unreachable', `${url.origin} does not answer: ${why}`);
}

/** Of several addresses that were tried, each has a reason of its own. */
function codeOf(error: ErrorLike): string {
  if (typeof error.code === 'string') return error.code;
  const [first] = Array.isArray(error.errors) ? error.errors : [];
  if (isError(first)) return codeOf(first);
  return isError(error.cause) ? codeOf(error.cause) : '';
}

/** Somebody was not interested any more. */
export function isAbort(error: unknown): boolean {
  return isError(error) && ['AbortError', 'TimeoutError'].includes(error.name);
}

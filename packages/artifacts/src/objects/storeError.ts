export type StoreFault =
  | 'full'
  | 'read only'
  | 'not allowed'
  | 'too large'
  | 'cannot link'
  | 'invalid key'
  /** Of a bucket: its server cannot be reached, does not answer, or is too busy. */
  | 'unreachable'
  | 'no such bucket'
  /** Of a bucket: its server's certificate is not trusted. */
  | 'not trusted'
  /** Of a bucket: its server lets a second writer replace what the first created. */
  | 'no conditional writes'
  | 'broken';

/** The place where something was to be written or read failed; what was being written is not visible. */
export class StoreError extends Error {
  override readonly name = 'StoreError';

  constructor(
    readonly fault: StoreFault,
    message: string,
    options?: { readonly cause: unknown },
  ) {
    super(message, options);
  }
}

interface Explanation {
  readonly fault: StoreFault;
  readonly what: string;
  readonly advice: string;
}

const FULL: Explanation = {
  fault: 'full',
  what: 'has no space left',
  advice: 'Free space there, then resume the run.',
};

const NOT_ALLOWED: Explanation = {
  fault: 'not allowed',
  what: 'may not be written or read by this user',
  advice:
    'Give this user the right to write there, or choose another store with --store.',
};

const EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  ENOSPC: FULL,
  EDQUOT: {
    ...FULL,
    what: 'has used up its quota',
    advice: 'Free space there or raise the quota, then resume the run.',
  },
  EFBIG: {
    fault: 'too large',
    what: 'may not hold a file of this size',
    advice: 'Raise the limit of file sizes (ulimit -f), then resume the run.',
  },
  EROFS: {
    fault: 'read only',
    what: 'lies on a file system that is mounted read-only',
    advice: 'Mount it writable, or choose another store with --store.',
  },
  EACCES: NOT_ALLOWED,
  EPERM: NOT_ALLOWED,
};

/**
 * Says which place failed, at what, and what to do about it.
 *
 * @param place - such as `The store /data/.trainyard`
 * @param doing - such as `writing results/…/1.json`
 */
export function explainFault(
  place: string,
  doing: string,
  cause: unknown,
): StoreError {
  const code = errorCode(cause) ?? 'an unknown error';
  const { fault, what, advice } = EXPLANATIONS[code] ?? {
    fault: 'broken',
    what: 'failed',
    advice: 'See to the disk that holds it, then resume the run.',
  };
  return new StoreError(
    fault,
    `${place} ${what}: ${doing} ended with ${code}. Nothing is half-written. ${advice}`,
    { cause },
  );
}

export function errorCode(error: unknown): string | undefined {
  // Not by its class: errors of the file system may come from another realm.
  const code =
    typeof error === 'object' && error !== null && 'code' in error
      ? error.code
      : undefined;
  return typeof code === 'string' ? code : undefined;
}

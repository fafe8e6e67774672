import { StoreError } from './storeError';

// Control characters would let a key print as another one.
// eslint-disable-next-line no-control-regex
const FORBIDDEN = /[\\\u0000-\u001f\u007f]|\p{Surrogate}/u;

/**
 * Refuses keys that a file system would read as another place, before any
 * implementation sees them.
 *
 * @throws StoreError 'invalid key'
 */
export function checkKey(key: string): void {
  const bad =
    FORBIDDEN.test(key) ||
    key
      .split('/')
      .some(segment => segment === '' || segment === '.' || segment === '..');
  if (bad) {
    throw new StoreError(
      'invalid key',
      `${JSON.stringify(key)} is not a key: expected segments between single slashes, none of them empty, "." or "..", without backslashes and control characters`,
    );
  }
}

/** @throws StoreError 'invalid key' where it is not a key and a `/` */
export function checkPrefix(prefix: string): void {
  if (!prefix.endsWith('/')) {
    throw new StoreError(
      'invalid key',
      `${JSON.stringify(prefix)} is not a prefix: expected a "/" at its end`,
    );
  }
  checkKey(prefix.slice(0, -1));
}

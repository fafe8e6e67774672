import canonicalize from 'canonicalize';
import type { Json } from './json';

/**
 * The one text of a JSON value: keys sorted by UTF-16 code units, no white
 * space, numbers as ECMAScript prints them (RFC 8785).
 *
 * @throws TypeError where the value has no such text: NaN, an infinity, undefined
 */
export function canonicalJson(value: Json): string {
  const text = canonicalize(value);
  if (text === undefined)
    throw new TypeError('undefined has no canonical JSON');
  return text;
}

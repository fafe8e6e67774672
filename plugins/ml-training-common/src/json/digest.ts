import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { z } from 'zod';
import { canonicalJson } from './canonicalJson';
import type { Json } from './json';

/** SHA-256 as 64 lower-case hexadecimal digits. */
export const digest = z.string().regex(/^[0-9a-f]{64}$/, {
  error: 'expected a SHA-256: 64 hexadecimal digits in lower case',
});

export type Digest = string;

export function digestOfBytes(bytes: Uint8Array): Digest {
  return bytesToHex(sha256(bytes));
}

export function digestOfText(text: string): Digest {
  return digestOfBytes(utf8ToBytes(text));
}

/** The digest of a value's canonical JSON: equal for equal values, however they were written. */
export function digestOfJson(value: Json): Digest {
  return digestOfText(canonicalJson(value));
}

/** What people read aloud: the first 12 digits. */
export function shortDigest(value: Digest): string {
  return value.slice(0, 12);
}

import { createHash } from 'node:crypto';
import type { Body } from './objectStore';

/** SHA-256 in 64 lower-case hexadecimal digits; node's own is ten times as fast as one in JavaScript. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export async function bytesOf(body: Body): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body;
  const pieces: Uint8Array[] = [];
  for await (const piece of body.open()) pieces.push(piece);
  return Buffer.concat(pieces);
}

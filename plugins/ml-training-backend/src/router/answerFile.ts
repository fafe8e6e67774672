import type { Response } from 'express';
import { pump } from './answerLines';
import type { ElsewhereAnswer, FileAnswer } from './call';

/** SHA-256 of the file, 64 hexadecimal digits; on a redirection that of the file it leads to. */
const DIGEST_HEADER = 'X-Trainyard-Sha256';

/**
 * Sends on to where the file is handed out. The address is as good as a password
 * for as long as it works: nothing may keep it.
 */
export function answerElsewhere(
  response: Response,
  { url, sha256 }: ElsewhereAnswer,
): void {
  response.setHeader(DIGEST_HEADER, sha256);
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.redirect(302, url);
}

/**
 * Sends a file that a user's command wrote: to be saved under its name, and never
 * to be run by the browser in the portal's name.
 *
 * No length is announced: bytes that turn out not to be the ones of their digest
 * break the answer off, which a caller that counts would take for whole.
 */
export async function answerFile(
  response: Response,
  { name, mediaType, content, sha256 }: FileAnswer,
  signal: AbortSignal,
): Promise<void> {
  response.status(200);
  response.setHeader('Content-Type', mediaType);
  if (sha256 !== undefined) response.setHeader(DIGEST_HEADER, sha256);
  response.setHeader(
    'Content-Disposition',
    `attachment; filename="${plain(name)}"; filename*=UTF-8''${encoded(name)}`,
  );
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Content-Security-Policy', "sandbox; default-src 'none'");
  response.setHeader('Cache-Control', 'private, no-transform');
  await pump(response, content, signal);
}

function plain(name: string): string {
  return name.replace(/[^\w.-]+/g, '_');
}

/** RFC 8187: what encodeURIComponent leaves alone and a header may not hold. */
function encoded(name: string): string {
  return encodeURIComponent(name).replace(
    /['()*]/g,
    char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

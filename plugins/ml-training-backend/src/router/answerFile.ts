import type { Response } from 'express';
import { pump } from './answerLines';
import type { FileAnswer } from './call';

/**
 * Sends a file that a user's command wrote: to be saved under its name, and never
 * to be run by the browser in the portal's name.
 *
 * No length is announced: bytes that turn out not to be the ones of their digest
 * break the answer off, which a caller that counts would take for whole.
 */
export async function answerFile(
  response: Response,
  { name, mediaType, content }: FileAnswer,
  signal: AbortSignal,
): Promise<void> {
  response.status(200);
  response.setHeader('Content-Type', mediaType);
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

import { readFile } from 'node:fs/promises';

const KEEP_MILLISECONDS = 10_000;

export type Token = () => Promise<string | undefined>;

export function writtenToken(token: string): Token {
  return async () => token;
}

/** Read again and again: tokens of service accounts are renewed on the disk before they run out. */
export function tokenOfFile(file: string, monotonic: () => number): Token {
  let known: { readonly token: string; readonly at: number } | undefined;
  return async () => {
    if (!known || monotonic() - known.at > KEEP_MILLISECONDS) {
      const token = (await readFile(file, 'utf8')).trim();
      known = { token, at: monotonic() };
    }
    return known.token;
  };
}

import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { SecretMask } from './secretMask';

/** Bytes from the end of a log in which its last lines are looked for. */
export const TAIL_BYTES = 16_384;

export function lastLines(log: Buffer, lines: number): string {
  return log.toString('utf8').trimEnd().split('\n').slice(-lines).join('\n');
}

/** The last lines of a log, for a person who wants to know why. */
export async function readTail(
  file: string,
  lines: number,
  most = TAIL_BYTES,
): Promise<string> {
  const handle = await open(file, 'r').catch(() => undefined);
  if (!handle) return '';
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, most);
    const { buffer } = await handle.read(
      Buffer.alloc(length),
      0,
      length,
      size - length,
    );
    return lastLines(buffer, lines);
  } finally {
    await handle.close();
  }
}

/**
 * Covers secrets in a log before it is sealed: what is sealed stays for ever. The
 * log is replaced as a whole, so that whoever is reading it never meets half of it.
 */
export async function redact(
  file: string,
  secrets: readonly string[],
): Promise<void> {
  if (secrets.length === 0) return;
  const found = await stat(file).catch(() => undefined);
  if (!found) return;
  const clean = `${file}.clean`;
  await pipeline(
    covered(createReadStream(file), secrets),
    createWriteStream(clean, { mode: 0o600 }),
  );
  await rename(clean, file);
}

/** The same bytes, but for the secrets among them. */
export async function* covered(
  pieces: AsyncIterable<Uint8Array>,
  secrets: readonly string[],
): AsyncIterable<Uint8Array> {
  const mask = new SecretMask(secrets);
  for await (const piece of pieces) yield mask.push(piece);
  yield mask.end();
}

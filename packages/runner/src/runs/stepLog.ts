import { open, readFile, writeFile } from 'node:fs/promises';

/** The last lines of a log, for a person who wants to know why. */
export async function readTail(
  file: string,
  lines: number,
  most = 16_384,
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
    return buffer
      .toString('utf8')
      .trimEnd()
      .split('\n')
      .slice(-lines)
      .join('\n');
  } finally {
    await handle.close();
  }
}

/** Takes secrets out of a log before it is sealed: what is sealed stays for ever. */
export async function redact(
  file: string,
  secrets: readonly string[],
): Promise<void> {
  const worth = secrets.filter(secret => secret.length >= SHORTEST_SECRET);
  if (worth.length === 0) return;
  const text = await readFile(file, 'latin1').catch(() => '');
  const clean = worth
    .map(secret => Buffer.from(secret, 'utf8').toString('latin1'))
    .reduce((rest, secret) => rest.replaceAll(secret, '[secret]'), text);
  if (clean !== text) await writeFile(file, clean, 'latin1');
}

/** A shorter one would be found in any log. */
const SHORTEST_SECRET = 4;

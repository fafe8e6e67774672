// Tar archives whose bytes depend on names, modes and contents alone: no times, no owners.
import { createReadStream } from 'node:fs';
import fs from 'node:fs';
import path from 'node:path';

const BLOCK = 512;
const NAME_BYTES = 100;
const END = Buffer.alloc(2 * BLOCK);

/**
 * @typedef {{name: string, mode?: number, file?: string, text?: string, link?: string}} Entry
 *   a file by its path or its text, a symbolic link, or else a folder
 */

/** @param {Iterable<Entry>} entries */
export async function* tarOf(entries) {
  for (const { name, mode = 0o644, file, text, link } of entries) {
    if (link !== undefined) {
      yield* headerOf({ name, mode: 0o777, size: 0, type: '2', link });
    } else if (text !== undefined) {
      const bytes = Buffer.from(text);
      yield* headerOf({ name, mode, size: bytes.length, type: '0' });
      yield bytes;
      yield padding(bytes.length);
    } else if (file !== undefined) {
      const { size } = fs.statSync(file);
      yield* headerOf({ name, mode, size, type: '0' });
      if (size > 0) yield* createReadStream(file, { highWaterMark: 1 << 20 });
      yield padding(size);
    } else {
      yield* headerOf({ name: `${name}/`, mode: 0o755, size: 0, type: '5' });
    }
  }
  yield END;
}

/**
 * Everything below a folder, in the order of its names.
 *
 * @returns {Generator<Entry>}
 */
export function* below(folder, name) {
  yield { name };
  for (const entry of fs
    .readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = path.join(folder, entry.name);
    const inside = `${name}/${entry.name}`;
    if (entry.isDirectory()) yield* below(file, inside);
    else if (entry.isSymbolicLink()) {
      yield { name: inside, link: fs.readlinkSync(file) };
    } else {
      // Only whether it can be executed: a umask must not change an image.
      const executable = (fs.statSync(file).mode & 0o100) !== 0;
      yield { name: inside, mode: executable ? 0o755 : 0o644, file };
    }
  }
}

const padding = size => Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);

function* headerOf({ name, mode, size, type, link = '' }) {
  if (Buffer.byteLength(name) > NAME_BYTES) {
    // A header of its own brings the long name (pax).
    const record = paxRecord('path', name);
    yield blockOf({
      name: 'long-name',
      mode: 0o644,
      size: record.length,
      type: 'x',
    });
    yield record;
    yield padding(record.length);
  }
  yield blockOf({ name, mode, size, type, link });
}

/** `<length> <key>=<value>\n`, where the length counts its own digits. */
function paxRecord(key, value) {
  const rest = ` ${key}=${value}\n`;
  let length = Buffer.byteLength(rest);
  while (Buffer.byteLength(`${length}${rest}`) !== length) length += 1;
  return Buffer.from(`${length}${rest}`);
}

function blockOf({ name, mode, size, type, link = '' }) {
  const block = Buffer.alloc(BLOCK);
  const octal = (value, at, digits) =>
    block.write(value.toString(8).padStart(digits, '0'), at, 'ascii');
  Buffer.from(name).copy(block, 0, 0, NAME_BYTES);
  octal(mode, 100, 7);
  octal(0, 108, 7);
  octal(0, 116, 7);
  octal(size, 124, 11);
  octal(0, 136, 11);
  block.fill(' ', 148, 156);
  block.write(type, 156, 'ascii');
  Buffer.from(link).copy(block, 157, 0, NAME_BYTES);
  block.write('ustar\0', 257, 'ascii');
  block.write('00', 263, 'ascii');
  octal(
    block.reduce((sum, byte) => sum + byte, 0),
    148,
    6,
  );
  block[154] = 0;
  return block;
}

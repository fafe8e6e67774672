import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes of all files of a folder together. */
export async function folderBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, {
    recursive: true,
    withFileTypes: true,
  });
  let bytes = 0;
  for (const entry of entries.filter(one => one.isFile())) {
    bytes += (await stat(join(entry.parentPath, entry.name))).size;
  }
  return bytes;
}

import { bytesText } from './bytesText';
import { fileTree } from './fileTree';

function file(path: string, bytes = 1) {
  return { path, bytes, sha256: 'a'.repeat(64), executable: false };
}

describe('fileTree', () => {
  it('shows folders first, parts in their order, and the size of a folder', () => {
    const entries = fileTree([
      file('model.txt'),
      file('train/part-10.parquet', 10),
      file('train/part-2.parquet', 20),
      file('train/deep/x', 5),
    ]);
    expect(
      entries.map(entry => [
        entry.depth,
        entry.name,
        entry.kind === 'folder' ? entry.bytes : entry.file.bytes,
      ]),
    ).toEqual([
      [0, 'train', 35],
      [1, 'deep', 5],
      [2, 'x', 5],
      [1, 'part-2.parquet', 20],
      [1, 'part-10.parquet', 10],
      [0, 'model.txt', 1],
    ]);
  });

  it('keeps the path by which a file is asked for', () => {
    expect(fileTree([file('a/b/c')]).map(({ path }) => path)).toEqual([
      'a',
      'a/b',
      'a/b/c',
    ]);
  });
});

describe('bytesText', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1000, '1 kB'],
    [1_234_567, '1.2 MB'],
    [710_000_000, '710 MB'],
    [4_000_000_000, '4 GB'],
  ])('writes %d as %s', (bytes, text) => {
    expect(bytesText(bytes)).toBe(text);
  });
});

import {
  chmodSync,
  mkdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { useScratchFolder } from '../testing/scratchFolder';
import { treeOfFolder } from './sealFolder';
import { verifyFolder } from './verifyFolder';

const scratch = useScratchFolder();
const path = (...below: string[]) => scratch('in', ...below);

async function listed() {
  const found = await treeOfFolder(path());
  if ('refused' in found) throw new Error(found.refused);
  return found.entries;
}

describe('verifyFolder', () => {
  beforeEach(() => {
    mkdirSync(path('a'), { recursive: true });
    writeFileSync(path('a', 'b'), 'bytes');
    writeFileSync(path('c'), 'bytes');
  });

  it('finds nothing in a folder that is as listed', async () => {
    const entries = await listed();
    utimesSync(path('c'), 1, 1);
    chmodSync(path('c'), 0o400);
    mkdirSync(path('empty'));
    expect(await verifyFolder(path(), entries)).toEqual([]);
  });

  it.each<[string, () => void, { path: string; change: string }[]]>([
    [
      'other bytes of equal length',
      () => writeFileSync(path('c'), 'Bytes'),
      [{ path: 'c', change: 'changed' }],
    ],
    [
      'a file that became executable',
      () => chmodSync(path('c'), 0o755),
      [{ path: 'c', change: 'changed' }],
    ],
    [
      'a file that became a link to equal bytes',
      () => {
        rmSync(path('c'));
        symlinkSync('a/b', path('c'));
      },
      [{ path: 'c', change: 'changed' }],
    ],
    [
      'a file more',
      () => writeFileSync(path('a', 'new'), ''),
      [{ path: 'a/new', change: 'added' }],
    ],
    [
      'a link more',
      () => symlinkSync('c', path('link')),
      [{ path: 'link', change: 'added' }],
    ],
    [
      'a file less',
      () => rmSync(path('a'), { recursive: true }),
      [{ path: 'a/b', change: 'removed' }],
    ],
    [
      'a file that became a folder',
      () => {
        rmSync(path('c'));
        mkdirSync(path('c'));
        writeFileSync(path('c', 'x'), '');
      },
      [
        { path: 'c', change: 'removed' },
        { path: 'c/x', change: 'added' },
      ],
    ],
    [
      'a folder that is gone',
      () => rmSync(path(), { recursive: true }),
      [
        { path: 'a/b', change: 'removed' },
        { path: 'c', change: 'removed' },
      ],
    ],
  ])('finds %s', async (_, act, changes) => {
    const entries = await listed();
    act();
    expect(await verifyFolder(path(), entries)).toEqual(changes);
  });
});

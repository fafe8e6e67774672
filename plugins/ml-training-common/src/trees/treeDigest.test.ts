import fc from 'fast-check';
import { digestOfJson, digestOfText } from '../json/digest';
import { treeDigest, type TreeEntry } from './treeDigest';

const file = (path: string): TreeEntry => ({
  path,
  sha256: digestOfText(path),
  bytes: path.length,
  executable: false,
});

describe('treeDigest', () => {
  it('is the digest of the sorted list', () => {
    const entries = [file('b'), file('a/c'), file('B')];
    expect(treeDigest(entries)).toBe(
      digestOfJson([file('B'), file('a/c'), file('b')]),
    );
  });

  it('sorts by UTF-16 code units: a surrogate pair comes before U+FF61', () => {
    const [pair, halfwidth] = [file('\u{1F600}'), file('\uFF61')];
    expect(treeDigest([halfwidth, pair])).toBe(digestOfJson([pair, halfwidth]));
  });

  it('does not depend on the order in which files were found', () => {
    fc.assert(
      fc.property(
        fc
          .uniqueArray(fc.string({ minLength: 1, unit: 'grapheme' }))
          .chain(paths =>
            fc.tuple(
              fc.constant(paths),
              fc.shuffledSubarray(paths, { minLength: paths.length }),
            ),
          ),
        ([paths, shuffled]) => {
          expect(treeDigest(shuffled.map(file))).toBe(
            treeDigest(paths.map(file)),
          );
        },
      ),
    );
  });

  it.each([
    ['path', { path: 'b' }],
    ['contents', { sha256: digestOfText('other') }],
    ['size', { bytes: 2 }],
    ['mode', { executable: true }],
  ])('changes with the %s of a file', (_, change) => {
    expect(treeDigest([{ ...file('a'), ...change }])).not.toBe(
      treeDigest([file('a')]),
    );
  });
});

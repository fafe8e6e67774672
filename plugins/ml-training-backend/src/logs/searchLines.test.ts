import fc from 'fast-check';
import { searchLines } from './searchLines';

async function* portions(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) {
    yield bytes.subarray(at, at + size);
  }
}

const search = (text: string, wanted: string, size = 7) =>
  searchLines(portions(Buffer.from(text), size), wanted);

describe('searchLines', () => {
  it('finds lines whatever the case, with their numbers and first bytes', async () => {
    expect(await search('épocha 1\r\nLoss 0.3\nÉPOCHA 2\n', 'époch')).toEqual({
      more: false,
      matches: [
        { offset: 0, line: 1, text: 'épocha 1' },
        { offset: 20, line: 3, text: 'ÉPOCHA 2' },
      ],
    });
  });

  it('finds the last line though it does not end', async () => {
    const { matches } = await search('one\ntwo', 'TWO');
    expect(matches).toEqual([{ offset: 4, line: 2, text: 'two' }]);
  });

  it('takes the text as it is and not for a pattern', async () => {
    expect((await search('abc\na.c\n', 'a.c')).matches).toHaveLength(1);
  });

  it('tells 200 lines and that there are more, and reads no further', async () => {
    let read = 0;
    async function* endless() {
      for (;;) {
        read += 1;
        yield Buffer.from('hit\n'.repeat(50));
      }
    }
    const { matches, more } = await searchLines(endless(), 'hit');
    expect(matches).toHaveLength(200);
    expect(more).toBe(true);
    expect(read).toBeLessThan(10);
  });

  it('says that there are no more than 200 where there are not', async () => {
    const { matches, more } = await search('hit\n'.repeat(200), 'hit', 999);
    expect([matches.length, more]).toEqual([200, false]);
  });

  it('shows 500 characters of a line of many megabytes, around what was found', async () => {
    const far = 'x'.repeat(5_000_000);
    const { matches } = await search(
      `${far}needle${far}\nneedle`,
      'NEEDLE',
      65_536,
    );
    expect(matches).toHaveLength(2);
    expect(matches[0]).toMatchObject({ offset: 0, line: 1 });
    expect(matches[0].text).toHaveLength(500);
    expect(matches[0].text).toMatch(/^…x+needlex+$/);
    expect(matches[1]).toEqual({ offset: 10_000_007, line: 2, text: 'needle' });
  });

  it('finds a text wherever it is cut in two', async () => {
    for (let size = 1; size < 12; size++) {
      const { matches } = await search('aaa näädle bbb\n', 'näädle', size);
      expect(matches).toEqual([{ offset: 0, line: 1, text: 'aaa näädle bbb' }]);
    }
  });

  it('finds the lines that contain the text, and only those', async () => {
    const line = fc.string({ unit: fc.constantFrom('a', 'B', 'é', '😀', 'x') });
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 30 }),
        fc.constantFrom('ab', 'É', 'x😀', 'aa'),
        fc.integer({ min: 1, max: 40 }),
        async (lines, wanted, size) => {
          const { matches } = await search(lines.join('\n'), wanted, size);
          expect(matches.map(match => match.line)).toEqual(
            lines.flatMap((text, i) =>
              text.toLowerCase().includes(wanted.toLowerCase()) ? [i + 1] : [],
            ),
          );
          for (const { offset, line: number, text } of matches) {
            const before = lines.slice(0, number - 1).map(it => `${it}\n`);
            expect(offset).toBe(Buffer.byteLength(before.join('')));
            expect(text).toBe(lines[number - 1]);
          }
        },
      ),
    );
  });
});

import { foldedDiff } from './foldedDiff';
import { lineDiff, type DiffLine } from './lineDiff';

const marks = { same: ' ', removed: '-', added: '+' };
function drawn(lines: readonly DiffLine[]) {
  return lines.map(({ change, text }) => `${marks[change]}${text}`);
}

/** Every text of up to five lines of which each is `a` or `b`. */
const TEXTS = [1, 2, 3, 4, 5].reduce<readonly string[]>(
  texts => ['', ...texts.flatMap(text => [`${text}a\n`, `${text}b\n`])],
  [''],
);

describe('lineDiff', () => {
  it('keeps what both have and names what changed', () => {
    expect(drawn(lineDiff('a\nb\nc\nd\n', 'a\nx\nc\nd\ne\n'))).toEqual([
      ' a',
      '-b',
      '+x',
      ' c',
      ' d',
      '+e',
    ]);
  });

  it('numbers the lines of both sides', () => {
    expect(lineDiff('a\nb', 'b')).toEqual([
      { change: 'removed', text: 'a', before: 1, after: null },
      { change: 'same', text: 'b', before: 2, after: 1 },
    ]);
  });

  it('leads from every short text to every other with the fewest changes', () => {
    for (const before of TEXTS) {
      for (const after of TEXTS) {
        const lines = lineDiff(before, after);
        const side = (left: DiffLine['change']) =>
          lines
            .filter(({ change }) => change !== left)
            .map(line => `${line.text}\n`)
            .join('');
        const kept = lines.filter(({ change }) => change === 'same').length;
        expect([side('added'), side('removed'), kept]).toEqual([
          before,
          after,
          longestCommon(before.split('\n'), after.split('\n')) - 1,
        ]);
      }
    }
  });

  it('gives up matching where nearly all changed, and still shows both', () => {
    const old = [...Array(5000).keys()].map(n => `old ${n}\n`).join('');
    const now = [...Array(5000).keys()].map(n => `new ${n}\n`).join('');
    const lines = lineDiff(old, now);
    expect(lines).toHaveLength(10_000);
    expect(lines[4999]).toMatchObject({ change: 'removed' });
    expect(lines[5000]).toMatchObject({ change: 'added', text: 'new 0' });
  });
});

describe('foldedDiff', () => {
  it('folds what did not change but for the lines around a change', () => {
    const many = [...Array(20).keys()].map(n => `${n}`);
    const parts = foldedDiff(
      lineDiff(
        many.join('\n'),
        many.map(n => (n === '10' ? 'ten' : n)).join('\n'),
      ),
    );
    expect(parts.map(({ kind, lines }) => [kind, lines.length])).toEqual([
      ['fold', 7],
      ['lines', 8],
      ['fold', 6],
    ]);
  });
});

function longestCommon(one: readonly string[], other: readonly string[]) {
  const row = Array<number>(other.length + 1).fill(0);
  for (const line of one) {
    let diagonal = 0;
    other.forEach((twin, i) => {
      const above = row[i + 1];
      row[i + 1] = line === twin ? diagonal + 1 : Math.max(above, row[i]);
      diagonal = above;
    });
  }
  return row[other.length];
}

import { bounded, rowAt, rowCount, rowOf } from './logDocument';
import { appendText, emptySpan } from './logSpan';

function span(step: string, text: string, from = 0) {
  return appendText(emptySpan(step, from), {
    offset: from,
    next: from + text.length,
    text,
  });
}

const document = [span('one', 'a\nb\n'), span('two', 'c\nd\n', 100)];

describe('a document of logs', () => {
  it('has a row for each line, and one where a step begins', () => {
    const rows = [...Array(rowCount(document)).keys()].map(index => {
      const row = rowAt(document, index);
      return row?.kind === 'text' ? row.line.text : row?.span.step;
    });
    expect(rows).toEqual(['one', 'a', 'b', 'c', 'd']);
    expect(rowAt(document, 5)).toBeUndefined();
  });

  it('finds the row of a byte, and none where that byte is not loaded', () => {
    expect(rowOf(document, 'one', 2)).toBe(2);
    expect(rowOf(document, 'one', 3)).toBe(2);
    expect(rowOf(document, 'two', 102)).toBe(4);
    expect(rowOf(document, 'two', 99)).toBeUndefined();
    expect(rowOf(document, 'two', 104)).toBeUndefined();
    expect(rowOf(document, 'three', 0)).toBeUndefined();
  });

  it('lets go of what is far from where one reads', () => {
    const late = bounded(document, 'tail', 20);
    expect(late.map(({ step, start }) => [step, start])).toEqual([
      ['two', 102],
    ]);
    const early = bounded(document, 'head', 20);
    expect(early.map(({ step, end }) => [step, end])).toEqual([['one', 2]]);
    expect(bounded(document, 'tail', 1000)).toBe(document);
  });
});

import {
  appendText,
  dropHead,
  dropTail,
  emptySpan,
  MOST_CHARACTERS,
  prependText,
  weightOf,
  type LogPiece,
} from './logSpan';

function piecesOf(chunks: readonly string[], from = 0): LogPiece[] {
  let offset = from;
  return chunks.map(text => {
    const next = offset + Buffer.byteLength(text);
    const piece = { offset, next, text };
    offset = next;
    return piece;
  });
}

function spanOf(text: string, from = 0) {
  return piecesOf([text], from).reduce(appendText, emptySpan('a', from));
}

function waysToDivide(text: string): string[][] {
  const letters = [...text];
  return [...Array(2 ** (letters.length - 1)).keys()].map(cuts =>
    letters.reduce<string[]>((chunks, letter, i) => {
      const cut = i === 0 || (cuts >> (i - 1)) % 2 === 1;
      if (cut) chunks.push(letter);
      else chunks[chunks.length - 1] += letter;
      return chunks;
    }, []),
  );
}

describe('a span of a log', () => {
  it('gives every line the byte at which it begins, also behind letters of several bytes', () => {
    const span = spanOf('ä€😀\nnext\nlast');
    expect(
      span.lines.map(({ offset, end, text }) => [offset, end, text]),
    ).toEqual([
      [0, 10, 'ä€😀'],
      [10, 15, 'next'],
      [15, 19, 'last'],
    ]);
    expect(span.open).toBe(true);
  });

  it('is the same however the text was divided, and whichever part came first', () => {
    for (const chunks of waysToDivide('ä\n\nb😀\nc€')) {
      const pieces = piecesOf(chunks);
      const whole = spanOf(chunks.join(''));
      expect(pieces.reduce(appendText, emptySpan('a'))).toEqual(whole);
      for (let late = 0; late < pieces.length; late++) {
        const begun = emptySpan('a', pieces[late].offset);
        const joined = prependText(
          pieces.slice(late).reduce(appendText, begun),
          pieces.slice(0, late),
        );
        expect(joined).toEqual(whole);
      }
    }
  });

  it('takes a piece that comes again only once', () => {
    const once = spanOf('one\ntwo\n');
    expect(appendText(once, { offset: 4, next: 8, text: 'two\n' })).toBe(once);
  });

  it('shows what a progress bar says last', () => {
    const span = piecesOf(['10 %\r20 %', '\r30 %\r', '\ndone\r\n']).reduce(
      appendText,
      emptySpan('a'),
    );
    expect(span.lines.map(({ text }) => text.trimEnd())).toEqual([
      '30 %',
      'done',
    ]);
    expect(span.lines.map(({ offset }) => offset)).toEqual([0, 16]);
  });

  it('cuts a line of many megabytes and counts what it left out', () => {
    const chunk = 'x'.repeat(65_536);
    const span = piecesOf([...Array(64).fill(chunk), 'y\nnext']).reduce(
      appendText,
      emptySpan('a'),
    );
    expect(span.lines).toHaveLength(2);
    expect(span.lines[0].text).toHaveLength(MOST_CHARACTERS);
    expect(span.lines[0].cut).toBe(64 * 65_536 + 1 - MOST_CHARACTERS);
    expect(span.lines[1].offset).toBe(64 * 65_536 + 2);
  });

  it('goes by the bytes of the service where bytes were no text', () => {
    const span = appendText(emptySpan('a'), {
      offset: 0,
      next: 2,
      text: '\ufffd\n',
    });
    expect(span.lines[0].end).toBe(2);
    expect(span.end).toBe(2);
  });

  it('lets go of whole lines and knows what is left', () => {
    const span = spanOf('one\ntwo\nthree\n');
    const late = dropHead(span, 1);
    expect([late.start, late.end, late.lines.length]).toEqual([4, 14, 2]);
    const early = dropTail(span, 1);
    expect([early.start, early.end, early.lines.length]).toEqual([0, 8, 2]);
    expect(weightOf(early)).toBeLessThan(weightOf(span));
  });

  it('loads again exactly what it let go of', () => {
    const text = 'one\ntwo\nthree';
    const early = dropTail(spanOf(text), 1);
    const again = appendText(early, {
      offset: early.end,
      next: text.length,
      text: text.slice(early.end),
    });
    expect(again.lines).toEqual(spanOf(text).lines);
    const late = dropHead(spanOf(text), 1);
    expect(
      prependText(late, [
        { offset: 0, next: late.start, text: text.slice(0, late.start) },
      ]).lines,
    ).toEqual(spanOf(text).lines);
  });
});

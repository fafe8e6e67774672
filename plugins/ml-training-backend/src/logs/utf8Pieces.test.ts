import fc from 'fast-check';
import { textOf, Utf8Pieces, type Piece } from './utf8Pieces';

/** Characters of one to four bytes, and bytes that are none. */
const someBytes = fc
  .array(
    fc.oneof(
      fc
        .constantFrom('a', '\n', 'é', '€', '😀', '\ufeff', '\0')
        .map(text => Buffer.from(text)),
      fc.uint8Array({ minLength: 1, maxLength: 4 }).map(Buffer.from),
    ),
    { maxLength: 40 },
  )
  .map(parts => Buffer.concat(parts));

function cutAt(bytes: Buffer, places: readonly number[]): Buffer[] {
  const edges = [0, ...[...places].sort((a, b) => a - b), bytes.length];
  return edges.slice(1).map((edge, i) => bytes.subarray(edges[i], edge));
}

function piecesOf(portions: readonly Uint8Array[], from = 0): Piece[] {
  const pieces = new Utf8Pieces(from);
  return [...portions.flatMap(p => [...pieces.push(p)]), ...pieces.flush()];
}

const textOfAll = (pieces: readonly Piece[]) =>
  pieces.map(({ bytes }) => textOf(bytes)).join('');

describe('Utf8Pieces', () => {
  it('gives the same text however the bytes arrive, at true offsets', () => {
    fc.assert(
      fc.property(
        someBytes.chain(bytes =>
          fc.tuple(
            fc.constant(bytes),
            fc.array(fc.nat(bytes.length), { maxLength: 8 }),
            fc.nat(1000),
          ),
        ),
        ([bytes, places, from]) => {
          const pieces = piecesOf(cutAt(bytes, places), from);
          expect(textOfAll(pieces)).toBe(textOf(bytes));
          let next = from;
          for (const piece of pieces) {
            expect(piece.offset).toBe(next);
            next += piece.bytes.length;
          }
          expect(next).toBe(from + bytes.length);
        },
      ),
    );
  });

  it('never cuts a character, even where 64 KiB end in one', () => {
    for (let shift = 0; shift < 4; shift++) {
      const bytes = Buffer.from('x'.repeat(shift) + '😀'.repeat(40_000));
      const pieces = piecesOf([bytes]);
      expect(pieces.length).toBeGreaterThan(2);
      for (const piece of pieces) {
        expect(piece.bytes.length).toBeLessThanOrEqual(65_536);
        expect(textOf(piece.bytes)).not.toContain('\ufffd');
      }
    }
  });

  it('waits for the end of a character, and gives it up only when told', () => {
    const pieces = new Utf8Pieces(0);
    const euro = Buffer.from('€');
    expect([...pieces.push(euro.subarray(0, 2))]).toEqual([]);
    expect(pieces.next).toBe(0);
    expect([...pieces.flush()].map(({ bytes }) => textOf(bytes))).toEqual([
      '\ufffd',
    ]);
    expect(pieces.next).toBe(2);
  });

  it('passes on bytes that will never be a character', () => {
    const [piece] = piecesOf([Buffer.from([0x80, 0x80, 0x80, 0x80, 0x41])]);
    expect(textOf(piece.bytes)).toBe('\ufffd\ufffd\ufffd\ufffdA');
  });
});

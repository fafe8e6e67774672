import fc from 'fast-check';
import { linesOf } from '../api/lines';
import { withoutArgo } from './argoLines';
import { followLog } from './followLog';

async function* piecesOf(bytes: Uint8Array, cuts: readonly number[]) {
  let from = 0;
  for (const cut of [...cuts, bytes.length].toSorted((a, b) => a - b)) {
    const to = Math.min(cut, bytes.length);
    if (to > from) yield bytes.subarray(from, to);
    from = Math.max(from, to);
  }
}

async function whole(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

const cuts = fc.array(fc.nat(60), { maxLength: 6 });

describe('a log that is followed', () => {
  it('is the same wherever it is cut, whenever it breaks, from any byte on', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 60 }),
        cuts,
        fc.array(fc.nat(60), { maxLength: 3 }),
        fc.nat(70),
        async (bytes, at, breaks, from) => {
          const left = [...breaks];
          let isOver = false;
          const log = followLog({
            from,
            async *read() {
              const broken = left.shift();
              if (broken === undefined) isOver = true;
              yield* piecesOf(bytes.subarray(0, broken), at);
              if (broken !== undefined) throw new Error('it broke');
            },
            isOver: () => isOver,
            // As if the time had passed.
            changed: async () => {
              if (left.length === 0) isOver = true;
            },
            signal: new AbortController().signal,
            pauseMilliseconds: 0,
          });
          let next = from;
          const given: Uint8Array[] = [];
          for await (const piece of log) {
            expect(piece.offset).toBe(next);
            next += piece.bytes.length;
            given.push(piece.bytes);
          }
          expect(Buffer.concat(given)).toEqual(
            Buffer.from(bytes.subarray(from)),
          );
        },
      ),
      { numRuns: 50 },
    );
  });

  it('keeps every byte of lines, however they come', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), cuts, async (text, at) => {
        const bytes = Buffer.from(text);
        const lines = withoutArgo(linesOf(piecesOf(bytes, at)));
        expect(await whole(lines)).toEqual(bytes);
      }),
    );
  });

  it('lacks what Argo says, also behind a line that has no end', async () => {
    const argos = 'time="2001" level=info msg="done" argo=true error="<nil>"\n';
    const text = `${argos}a\nhalf ${argos}msg argo=true is mine\n`;
    const lines = withoutArgo(linesOf(piecesOf(Buffer.from(text), [])));
    expect(`${await whole(lines)}`).toBe('a\nhalf msg argo=true is mine\n');
  });
});

import fc from 'fast-check';
import { rankingOf } from './ranking';
import { ece, reliabilityBins } from './reliability';

const binsOf = (
  scores: readonly number[],
  labels: readonly number[],
  bins?: number,
) =>
  reliabilityBins(
    rankingOf(Float64Array.from(scores), Uint8Array.from(labels)),
    bins,
  );

describe('reliabilityBins', () => {
  it('holds equally many rows where no scores are equal', () => {
    const scores = Array.from({ length: 45 }, (_, i) => i / 100);
    const bins = binsOf(
      scores,
      scores.map(() => 0),
    );
    expect(bins.map(bin => bin.rows)).toEqual(new Array(15).fill(3));
    expect(bins[0].predicted).toBeCloseTo(0.01, 15);
  });

  it('keeps rows of one score in one bin', () => {
    expect(binsOf([0.2, 0.7, 0.7, 0.7], [0, 1, 1, 0], 4)).toEqual([
      { rows: 1, predicted: 0.2, observed: 0 },
      { rows: 3, predicted: expect.closeTo(0.7, 15), observed: 2 / 3 },
    ]);
  });

  it('does not depend on the order of rows', () => {
    const rows = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 1 })),
      { minLength: 1, maxLength: 80 },
    );
    const inOrder = (drawn: readonly (readonly [number, number])[]) =>
      binsOf(
        drawn.map(([score]) => score / 20),
        drawn.map(([, label]) => label),
      );
    fc.assert(
      fc.property(rows, drawn => {
        expect(inOrder([...drawn].reverse())).toEqual(inOrder(drawn));
      }),
    );
  });

  it('loses no row', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 80 }),
        fc.integer({ min: 1, max: 20 }),
        (scores, count) => {
          const bins = binsOf(
            scores,
            scores.map(() => 1),
            count,
          );
          expect(bins.reduce((sum, bin) => sum + bin.rows, 0)).toBe(
            scores.length,
          );
          expect(bins.length).toBeLessThanOrEqual(count);
        },
      ),
    );
  });
});

describe('ece', () => {
  it('is 0 where each score is the share of what happened', () => {
    const scores = [0.25, 0.5, 0.75].flatMap(score => new Array(4).fill(score));
    const labels = [1, 0, 0, 0, 1, 1, 0, 0, 1, 1, 1, 0];
    expect(ece(binsOf(scores, labels))).toBe(0);
  });

  it('weighs the distance of a bin by its rows', () => {
    expect(
      ece([
        { rows: 3, predicted: 0.1, observed: 0.2 },
        { rows: 1, predicted: 0.9, observed: 0.5 },
      ]),
    ).toBeCloseTo((3 * 0.1 + 0.4) / 4, 15);
  });

  it('is not defined without rows', () => {
    expect(ece([])).toBeNull();
  });
});

import fc from 'fast-check';
import { applyPlatt, fitPlatt } from './platt';

const rows = fc.array(
  fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean()),
  { minLength: 2, maxLength: 60 },
);

const fit = (drawn: readonly (readonly [number, boolean])[]) =>
  fitPlatt(
    Float64Array.from(drawn, ([score]) => score),
    Uint8Array.from(drawn, ([, one]) => Number(one)),
  );

/** Of n rows with this score, a share of ones. */
const block = (score: number, ones: number, n: number) =>
  Array.from({ length: n }, (_, i): [number, boolean] => [score, i < ones]);

describe('fitPlatt', () => {
  it('leaves scores alone that are probabilities already', () => {
    const drawn = [0.1, 0.3, 0.5, 0.7, 0.9].flatMap(p =>
      block(p, p * 100_000, 100_000),
    );
    const found = fit(drawn);
    if (found.outcome !== 'fitted') throw new Error(found.because);
    expect(found.curve.a).toBeCloseTo(1, 3);
    expect(found.curve.b).toBeCloseTo(0, 3);
  });

  it('finds the curve that the scores were bent by', () => {
    const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
    const drawn = [-2, -1, 0, 1, 2].flatMap(x =>
      block(sigmoid(x), Math.round(sigmoid(0.5 * x - 1) * 1e5), 100_000),
    );
    const found = fit(drawn);
    if (found.outcome !== 'fitted') throw new Error(found.because);
    expect(found.curve.a).toBeCloseTo(0.5, 3);
    expect(found.curve.b).toBeCloseTo(-1, 3);
  });

  it('makes the mean of probabilities that of the smoothed labels', () => {
    const drawn = [...block(0.2, 3, 20), ...block(0.6, 9, 20)];
    const found = fit(drawn);
    if (found.outcome !== 'fitted') throw new Error(found.because);
    const calibrated = applyPlatt(
      found.curve,
      Float64Array.from(drawn, ([score]) => score),
    );
    const mean = calibrated.reduce((sum, p) => sum + p, 0) / drawn.length;
    expect(mean).toBeCloseTo((12 * (13 / 14) + 28 * (1 / 30)) / 40, 9);
  });

  it('stays finite where the scores separate the classes', () => {
    const found = fit([...block(0, 0, 50), ...block(1, 50, 50)]);
    if (found.outcome !== 'fitted') throw new Error(found.because);
    expect(Number.isFinite(found.curve.a)).toBe(true);
    expect(found.curve.a).toBeGreaterThan(0);
  });

  it('gives equal bits for equal rows', () => {
    fc.assert(
      fc.property(rows, drawn => {
        expect(fit(drawn)).toEqual(fit(drawn));
      }),
    );
  });

  it.each([
    ['one class', block(0.5, 4, 4), /4 of 4 rows have label 1/],
    [
      'scores that are no probabilities',
      [...block(1.5, 1, 2)],
      /a score is 1.5/,
    ],
  ])('is impossible with %s', (_, drawn, because) => {
    expect(fit(drawn)).toEqual({
      outcome: 'impossible',
      because: expect.stringMatching(because),
    });
  });
});

describe('applyPlatt', () => {
  it('keeps the order of scores where the curve rises, and turns it where it falls', () => {
    fc.assert(
      fc.property(
        rows,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (drawn, one, other) => {
          const found = fit(drawn);
          fc.pre(found.outcome === 'fitted');
          if (found.outcome !== 'fitted') return;
          const [low, high] = applyPlatt(
            found.curve,
            Float64Array.of(Math.min(one, other), Math.max(one, other)),
          );
          expect(
            Math.sign(found.curve.a) * (high - low),
          ).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });

  it('gives a probability for every score, also 0 and 1', () => {
    const calibrated = applyPlatt(
      { a: 900, b: -3 },
      Float64Array.of(0, 0.5, 1),
    );
    expect([...calibrated]).toEqual([0, expect.closeTo(0.04743, 5), 1]);
  });
});

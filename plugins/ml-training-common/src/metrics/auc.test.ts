import fc from 'fast-check';
import { auc } from './auc';
import { rankingOf } from './ranking';

const of = (scores: readonly number[], labels: readonly number[]) =>
  auc(rankingOf(Float64Array.from(scores), Uint8Array.from(labels)));

/** Few distinct scores, so that ties are common. */
const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 8 }), fc.boolean()), {
  maxLength: 60,
});

describe('auc', () => {
  it('is 1 where every positive is above every negative, 0 the other way round', () => {
    expect(of([0.1, 0.2, 0.8, 0.9], [0, 0, 1, 1])).toBe(1);
    expect(of([0.1, 0.2, 0.8, 0.9], [1, 1, 0, 0])).toBe(0);
  });

  it('counts a tie as half a pair', () => {
    expect(of([0.5, 0.5], [0, 1])).toBe(0.5);
    expect(of([0.5, 0.5, 0.1], [0, 1, 0])).toBe(0.75);
  });

  it.each([
    ['without rows', [], []],
    ['of positives only', [0.5, 0.6], [1, 1]],
    ['of negatives only', [0.5, 0.6], [0, 0]],
  ])('is not defined %s', (_, scores, labels) => {
    expect(of(scores, labels)).toBeNull();
  });

  it('equals the count of all pairs', () => {
    fc.assert(
      fc.property(rows, drawn => {
        const ones = drawn.filter(([, one]) => one).map(([score]) => score);
        const zeros = drawn.filter(([, one]) => !one).map(([score]) => score);
        const won = ones.flatMap(one =>
          zeros.map(zero => (Math.sign(one - zero) + 1) / 2),
        );
        const naive =
          won.length === 0
            ? null
            : won.reduce((sum, pair) => sum + pair, 0) / won.length;
        expect(
          of(
            drawn.map(([score]) => score),
            drawn.map(([, one]) => Number(one)),
          ),
        ).toBe(naive);
      }),
    );
  });

  it('depends on the order of scores alone, not on their values', () => {
    fc.assert(
      fc.property(rows, drawn => {
        const scores = drawn.map(([score]) => score);
        const labels = drawn.map(([, one]) => Number(one));
        expect(
          of(
            scores.map(score => Math.exp(score) - 7),
            labels,
          ),
        ).toBe(of(scores, labels));
      }),
    );
  });

  it('takes minus zero and zero as a tie', () => {
    expect(of([-0, 0], [1, 0])).toBe(0.5);
  });
});

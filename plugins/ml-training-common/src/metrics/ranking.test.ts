import { rankingOf } from './ranking';

describe('rankingOf', () => {
  it('takes equal scores together, ascending', () => {
    const ranking = rankingOf(
      Float64Array.of(0.9, 0.1, 0.9, 0.5),
      Uint8Array.of(1, 0, 0, 1),
    );
    expect({
      scores: [...ranking.scores],
      positives: [...ranking.positives],
      negatives: [...ranking.negatives],
    }).toEqual({
      scores: [0.1, 0.5, 0.9],
      positives: [0, 1, 1],
      negatives: [1, 0, 1],
    });
  });

  it('leaves its inputs as they are', () => {
    const scores = Float64Array.of(0.9, 0.1);
    rankingOf(scores, Uint8Array.of(1, 1));
    expect([...scores]).toEqual([0.9, 0.1]);
  });

  it.each([
    ['a label too few', [0.1, 0.2], [1], /2 scores, but 1 labels/],
    ['a score that is NaN', [0.1, NaN], [1, 0], /row 1 is NaN/],
    ['a label that is neither 0 nor 1', [0.1], [2], /row 0 is 2/],
  ])('refuses %s', (_, scores, labels, message) => {
    expect(() =>
      rankingOf(Float64Array.from(scores), Uint8Array.from(labels)),
    ).toThrow(message);
  });
});

import fc from 'fast-check';
import { didYouMean, editDistance, nearest } from './nearest';

describe('nearest', () => {
  const KEYS = ['prediction_time', 'labels', 'split', 'auc', 'ece'];

  it.each([
    ['predictionTime', 'prediction_time'],
    ['prediciton_time', 'prediction_time'],
    ['lable', 'labels'],
    ['Split', 'split'],
    ['acu', 'auc'],
  ])('takes %s for %s', (written, meant) => {
    expect(nearest(written, KEYS)).toBe(meant);
  });

  it.each(['features', 'x', 'eu', ''])('takes %j for nothing', written => {
    expect(nearest(written, KEYS)).toBeUndefined();
  });

  it('offers all where none is near', () => {
    expect(didYouMean('x', ['a_long_name', 'other'])).toBe(
      'Write one of `a_long_name`, `other`.',
    );
    expect(didYouMean('x', [])).toBe('There is none to choose from.');
  });
});

describe('editDistance', () => {
  it.each([
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
    ['ab', 'ba', 1],
    ['time', 'tiem', 1],
  ])('from %j to %j is %d', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
  });

  it('is zero for equal words only, and the same both ways', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 8 }),
        fc.string({ maxLength: 8 }),
        (a, b) => {
          expect(editDistance(a, b)).toBe(editDistance(b, a));
          expect(editDistance(a, b) === 0).toBe(a === b);
        },
      ),
    );
  });
});

import { worseBy } from './SegmentHeat';

describe('worseBy', () => {
  it.each([
    ['auc', 0.8, 0.8, 0],
    ['auc', 0.9, 0.8, 0],
    ['auc', 0.78, 0.8, 1],
    ['auc', 0.72, 0.8, 2],
    ['auc', 0.5, 0.8, 3],
    ['brier', 0.1, 0.13, 0],
    ['brier', 0.2, 0.13, 3],
    ['base_rate', 0.9, 0.1, 0],
  ] as const)('of %s %d against %d is %d', (metric, value, overall, worse) => {
    expect(worseBy(value, overall, metric)).toBe(worse);
  });

  it('has no opinion without a value of all rows', () => {
    expect(worseBy(0.1, null, 'auc')).toBe(0);
  });
});

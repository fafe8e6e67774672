import { heatOf } from './segmentsSection';

describe('heatOf', () => {
  it.each([
    ['auc', 0.76, 0.7673, 0],
    ['auc', 0.74, 0.7673, -1],
    ['auc', 0.6, 0.7673, -4],
    ['auc', 0.88, 0.7673, 3],
    ['brier', 0.2, 0.13, -4],
    ['brier', 0.12, 0.13, 2],
    ['base_rate', 0.9, 0.1, 0],
    ['auc', 0.6, null, 0],
    ['ece', 0.6, 0, 0],
  ] as const)(
    '%s %d beside %d of all rows is %d',
    (metric, value, all, heat) => {
      expect(heatOf(metric, value, all)).toBe(heat);
    },
  );
});

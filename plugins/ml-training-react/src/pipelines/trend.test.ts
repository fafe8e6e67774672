import { aMark } from '../testing';
import { qualityTrend, trendText } from './trend';

const measured = (metric: string, value: number) =>
  aMark({ headline: { metric, value, better: 'higher', change: null } });

describe('the quality trend', () => {
  it('holds the newest metric of the runs, oldest first', () => {
    const trend = qualityTrend([
      aMark({ state: 'failed', headline: null }),
      measured('auc', 0.75),
      measured('logloss', 0.4),
      measured('auc', 0.71),
    ]);
    expect(trend).toEqual({
      metric: 'auc',
      better: 'higher',
      values: [0.71, 0.75],
    });
    expect(trend && trendText(trend)).toBe(
      'auc 0.75 now; between 0.71 and 0.75 over 2 runs',
    );
  });

  it('is none where no run measured anything', () => {
    expect(qualityTrend([aMark({ headline: null })])).toBeUndefined();
  });

  it('says that it was measured once', () => {
    expect(trendText({ metric: 'auc', better: 'higher', values: [0.7] })).toBe(
      'auc 0.7 now; measured once',
    );
  });
});

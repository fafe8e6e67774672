import fc from 'fast-check';
import { METRIC_NAMES } from './metricName';
import { scoresOf } from './scoresOf';

describe('scoresOf', () => {
  it('measures what was asked for, and counts rows', () => {
    expect(
      scoresOf(Float64Array.of(0.2, 0.8, 0.6), Uint8Array.of(0, 1, 0), [
        'auc',
        'base_rate',
      ]),
    ).toEqual({ rows: 3, positives: 1, metrics: { auc: 1, base_rate: 1 / 3 } });
  });

  it('measures the order of scores that are no probabilities, and nothing else of them', () => {
    const { metrics, reliability } = scoresOf(
      Float64Array.of(-3, 2),
      Uint8Array.of(0, 1),
      METRIC_NAMES,
      { reliability: true },
    );
    expect(metrics).toEqual({
      auc: 1,
      base_rate: 0.5,
      logloss: null,
      brier: null,
      ece: null,
    });
    expect(reliability).toBeUndefined();
  });

  it('has null, never a guess, for no rows', () => {
    expect(
      scoresOf(new Float64Array(), new Uint8Array(), METRIC_NAMES).metrics,
    ).toEqual({
      auc: null,
      base_rate: null,
      logloss: null,
      brier: null,
      ece: null,
    });
  });

  it('keeps every metric in its range', () => {
    const row = fc.tuple(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 0, max: 1 }),
    );
    fc.assert(
      fc.property(fc.array(row, { minLength: 1 }), rows => {
        const { metrics } = scoresOf(
          Float64Array.from(rows, ([score]) => score),
          Uint8Array.from(rows, ([, label]) => label),
          METRIC_NAMES,
        );
        for (const name of ['auc', 'brier', 'ece', 'base_rate'] as const) {
          const value = metrics[name] ?? 0;
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
        }
        expect(metrics.logloss).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

import fc from 'fast-check';
import { submitRate } from './submitRate';

describe('the rate of submits', () => {
  it('lets a full bucket through at once, then says how long to wait', () => {
    let now = 0;
    const rate = submitRate(2, () => now);
    expect([rate.take('engineer'), rate.take('engineer')]).toEqual([0, 0]);
    expect(rate.take('engineer')).toBe(30);
    now = 29_999;
    expect(rate.take('engineer')).toBe(1);
    now = 30_000;
    expect(rate.take('engineer')).toBe(0);
  });

  it('has a bucket for each', () => {
    const rate = submitRate(1, () => 0);
    expect(rate.take('engineer')).toBe(0);
    expect(rate.take('reader')).toBe(0);
    expect(rate.take('engineer')).toBeGreaterThan(0);
  });

  it('never lets more through than the bucket and what has flowed in', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 200 }),
        (perMinute, waits) => {
          let now = 0;
          const rate = submitRate(perMinute, () => now);
          let taken = 0;
          for (const wait of waits) {
            now += wait;
            if (rate.take('engineer') === 0) taken += 1;
          }
          expect(taken).toBeLessThanOrEqual(
            perMinute + (now * perMinute) / 60_000 + 1e-6,
          );
        },
      ),
    );
  });
});

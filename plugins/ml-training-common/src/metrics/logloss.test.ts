import { logloss } from './logloss';

describe('logloss', () => {
  it('is ln 2 for a coin', () => {
    expect(
      logloss(Float64Array.of(0.5, 0.5, 0.5), Uint8Array.of(1, 0, 1)),
    ).toBeCloseTo(Math.LN2, 15);
  });

  it('is the mean of −ln of what was given to the outcome', () => {
    expect(logloss(Float64Array.of(0.8, 0.4), Uint8Array.of(1, 0))).toBeCloseTo(
      -(Math.log(0.8) + Math.log(0.6)) / 2,
      15,
    );
  });

  it('costs a sure mistake −ln(1e-15), not infinity', () => {
    expect(logloss(Float64Array.of(0), Uint8Array.of(1))).toBeCloseTo(
      -Math.log(1e-15),
      10,
    );
  });

  it('is not defined without rows', () => {
    expect(logloss(new Float64Array(), new Uint8Array())).toBeNull();
  });
});

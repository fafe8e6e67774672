import { brier } from './brier';

describe('brier', () => {
  it('is the mean squared distance', () => {
    expect(brier(Float64Array.of(0.8, 0.4), Uint8Array.of(1, 0))).toBeCloseTo(
      (0.04 + 0.16) / 2,
      15,
    );
  });

  it('is not defined without rows', () => {
    expect(brier(new Float64Array(), new Uint8Array())).toBeNull();
  });
});

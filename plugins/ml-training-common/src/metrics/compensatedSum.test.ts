import { compensatedSum } from './compensatedSum';

describe('compensatedSum', () => {
  it('keeps what a plain sum would round away', () => {
    const terms = [1, 1e100, 1, -1e100];
    expect(compensatedSum(terms.length, i => terms[i])).toBe(2);
  });

  it('does not drift over a million terms', () => {
    expect(compensatedSum(1_000_000, () => 0.1)).toBe(100_000);
  });
});

import { rangeWithin } from './byteRange';

describe('rangeWithin', () => {
  it.each([
    [undefined, 0, 10],
    [{ from: 4 }, 4, 10],
    [{ from: 4, bytes: 3 }, 4, 7],
    [{ from: 4, bytes: 30 }, 4, 10],
    [{ from: 4, bytes: 0 }, 4, 4],
    [{ from: 30, bytes: 3 }, 10, 10],
  ])('cuts %j from ten bytes', (range, from, to) => {
    expect(rangeWithin(10, range)).toEqual({ from, to });
  });

  it.each([
    { from: -1 },
    { from: 0.5 },
    { from: NaN },
    { from: 0, bytes: -1 },
    { from: 0, bytes: Infinity },
  ])('refuses %j', range => {
    expect(() => rangeWithin(10, range)).toThrow(/a whole number from 0 up/);
  });
});

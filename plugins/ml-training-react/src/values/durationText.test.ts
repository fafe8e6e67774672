import { durationText } from './durationText';

describe('durationText', () => {
  it.each([
    [0, '0 s'],
    [0.44, '0.4 s'],
    [9.97, '10 s'],
    [59.4, '59 s'],
    [60, '1 m'],
    [72, '1 m 12 s'],
    [3600, '1 h'],
    [7500, '2 h 5 m'],
    [273_600, '3 d 4 h'],
  ])('writes %d seconds as %s', (seconds, text) => {
    expect(durationText(seconds)).toBe(text);
  });
});

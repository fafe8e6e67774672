import { figure, tellingFigure } from './figure';

describe('figure', () => {
  it.each([
    [0.767345, '0.7673'],
    [0.7, '0.7'],
    [1859127, '1859127'],
    [0.0000123456, '0.00001235'],
    [-12.34567, '-12.35'],
  ])('writes %d as %s', (value, text) => {
    expect(figure(value)).toBe(text);
  });
});

describe('tellingFigure', () => {
  it('writes as many digits as show on which side of a limit a number lies', () => {
    const holds = (value: number) => value >= 0.74;
    expect(tellingFigure(0.7399999, holds)).toBe('0.7399999');
    expect(tellingFigure(0.7512345, holds)).toBe('0.7512');
  });
});

import fc from 'fast-check';
import { boundsText, fractionOf, percentText, within } from './bounds';

describe('within', () => {
  it.each([
    [{ at_least: 1 }, 1, true],
    [{ above: 1 }, 1, false],
    [{ at_most: 1 }, 1, true],
    [{ below: 1 }, 1, false],
    [{ at_least: 1, below: 2 }, 1.5, true],
    [{ at_least: 1, below: 2 }, 2, false],
    [{ at_least: 1, above: 2 }, 1.5, false],
    [{ at_least: 1 }, NaN, false],
    [{}, NaN, false],
    [{}, -Infinity, true],
  ])('%j holds %d: %s', (bounds, value, holds) => {
    expect(within(bounds, value)).toBe(holds);
  });
});

describe('boundsText', () => {
  it.each([
    [{ at_least: 500000 }, 'at least 500000'],
    [{ above: 0, at_most: 1 }, 'above 0 and at most 1'],
    [{ at_least: 0, at_most: 0 }, 'exactly 0'],
    [{ at_least: 0, at_most: 1 }, 'between 0 and 1'],
    [{ below: 2 }, 'below 2'],
    [{}, 'anything'],
  ])('tells %j as %s', (bounds, text) => {
    expect(boundsText(bounds)).toBe(text);
  });
});

describe('percentText', () => {
  it.each([
    [0.15, '15%'],
    [0.07, '7%'],
    [0.001, '0.1%'],
    [1, '100%'],
    [0, '0%'],
    [1e-9, '1e-7%'],
  ])('writes %d as %s', (fraction, text) => {
    expect(percentText(fraction)).toBe(text);
  });

  it('never changes the number', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fraction => {
        const text = percentText(fraction);
        const read = text.endsWith('%')
          ? fractionOf(Number(text.slice(0, -1)))
          : Number(text);
        expect(read).toBe(fraction);
      }),
    );
  });
});

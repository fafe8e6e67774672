import fc from 'fast-check';
import { thinned } from './thinned';

const curveOf = (values: readonly number[]) =>
  values.map((value, step) => ({ name: 'train-model.loss', value, step }));
const values = fc.array(fc.double({ noNaN: true }), {
  minLength: 1,
  maxLength: 300,
});

describe('thinned', () => {
  it('leaves a short curve as it is', () => {
    const curve = curveOf([3, 1, 2]);
    expect(thinned(curve, 3)).toEqual(curve);
  });

  it('keeps first, last, lowest and highest in their order, and no more than asked', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 4, max: 50 }), (all, most) => {
        const curve = curveOf(all);
        const kept = thinned(curve, most);
        const shown = kept.map(({ value }) => value);
        const steps = kept.map(({ step = -1 }) => step);
        expect(kept.length).toBeLessThanOrEqual(Math.max(most, 4));
        expect(kept[0]).toEqual(curve[0]);
        expect(kept.at(-1)).toEqual(curve.at(-1));
        expect(Math.min(...shown)).toBe(Math.min(...all));
        expect(Math.max(...shown)).toBe(Math.max(...all));
        expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b));
      }),
    );
  });
});

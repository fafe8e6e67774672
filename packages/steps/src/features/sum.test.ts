import fc from 'fast-check';
import { Sums } from './sum';

describe('Sums', () => {
  it('forget what leaves, to the last bit', () => {
    const sums = new Sums(1);
    for (const value of [1e17, 0.1, 0.2, -1e17]) sums.add(0, value);
    expect(sums.value(0)).toBe(0.1 + 0.2);
  });

  it('are exact for whole numbers, whatever comes and goes', () => {
    const whole = fc.integer({ min: -(2 ** 52), max: 2 ** 52 });
    fc.assert(
      fc.property(fc.array(whole), fc.array(whole), (stay, leave) => {
        const sums = new Sums(1);
        for (const value of [...leave, ...stay]) sums.add(0, value);
        for (const value of leave) sums.add(0, -value);
        const exact = stay.reduce((sum, value) => sum + BigInt(value), 0n);
        expect(sums.value(0)).toBe(Number(exact));
      }),
    );
  });

  it('are kept apart', () => {
    const sums = new Sums(2);
    sums.add(0, 1);
    sums.add(1, 2);
    sums.reset(0);
    expect([sums.value(0), sums.value(1)]).toEqual([0, 2]);
    sums.clear();
    expect(sums.value(1)).toBe(0);
  });
});

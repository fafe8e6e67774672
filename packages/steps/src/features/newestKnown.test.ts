import fc from 'fast-check';
import { NewestKnown } from './newestKnown';

interface Known {
  readonly event: number;
  readonly available: number;
}

function newestSince(oldest: number, known: readonly Known[]) {
  const left = known.filter(({ event }) => event >= oldest);
  const max = (values: readonly number[]) =>
    values.length === 0 ? NaN : Math.max(...values);
  return [
    max(left.map(({ event }) => event)),
    max(left.map(({ available }) => available)),
  ];
}

describe('NewestKnown', () => {
  it('has the newest of both among what is not too old', () => {
    const fact = fc.record({
      event: fc.integer({ min: 0, max: 20 }),
      later: fc.integer({ min: 0, max: 3 }),
      forget: fc.integer({ min: 0, max: 2 }),
    });
    fc.assert(
      fc.property(fc.array(fact), facts => {
        const newest = new NewestKnown();
        const known: Known[] = [];
        let available = 0;
        let oldest = 0;
        for (const { event, later, forget } of facts) {
          available += later;
          oldest += forget;
          newest.add(event, available);
          known.push({ event, available });
          newest.forgetBefore(oldest);
          expect([newest.event, newest.availableAt]).toEqual(
            newestSince(oldest, known),
          );
        }
      }),
    );
  });

  it('has nothing after clear()', () => {
    const newest = new NewestKnown();
    newest.add(1, 2);
    newest.clear();
    expect([newest.event, newest.availableAt]).toEqual([NaN, NaN]);
  });
});

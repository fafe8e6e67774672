import fc from 'fast-check';
import { ExpiryQueue } from './expiryQueue';

describe('ExpiryQueue', () => {
  it('gives facts out by their age, the oldest first', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 600 }),
        events => {
          const queue = new ExpiryQueue();
          events.forEach((event, fact) => queue.push(event, fact));
          const given = events.map(() => {
            const { oldest } = queue;
            const fact = queue.pop();
            expect(events[fact]).toBe(oldest);
            return fact;
          });
          expect(given.map(fact => events[fact])).toEqual(
            [...events].sort((a, b) => a - b),
          );
          expect(new Set(given).size).toBe(events.length);
          expect(queue.oldest).toBe(Infinity);
        },
      ),
    );
  });

  it('is empty after clear()', () => {
    const queue = new ExpiryQueue();
    queue.push(1, 1);
    queue.clear();
    expect(queue.oldest).toBe(Infinity);
  });
});

import fc from 'fast-check';
import { isSuspicious } from './shrinkage';

const set = (...refs: string[]) => new Set(refs);

describe('isSuspicious', () => {
  it('distrusts a feed that has nothing any more, however little there was', () => {
    expect(isSuspicious(set('a'), set())).toBe(true);
  });

  it('distrusts a feed that lost more than half', () => {
    expect(isSuspicious(set('a', 'b', 'c', 'd'), set('a'))).toBe(true);
  });

  it('distrusts a feed of the same size that knows others', () => {
    expect(isSuspicious(set('a', 'b', 'c', 'd'), set('e', 'f', 'g', 'h'))).toBe(
      true,
    );
  });

  it('believes that half may go, and most of very little', () => {
    expect(isSuspicious(set('a', 'b', 'c', 'd'), set('a', 'b'))).toBe(false);
    expect(isSuspicious(set('a', 'b', 'c'), set('a'))).toBe(false);
  });

  it('believes whatever is told first, and whatever only adds', () => {
    const refs = fc.uniqueArray(fc.string(), { maxLength: 20 });
    fc.assert(
      fc.property(refs, refs, (before, added) => {
        expect(isSuspicious(set(), set(...added))).toBe(false);
        fc.pre(before.length > 0);
        expect(isSuspicious(set(...before), set(...before, ...added))).toBe(
          false,
        );
      }),
    );
  });
});

import { inTurns } from './inTurns';

describe('inTurns', () => {
  it('runs so many at once and no more, in their order, also after faults', async () => {
    const turn = inTurns(2);
    const ends: (() => void)[] = [];
    const begun: number[] = [];
    let running = 0;
    let most = 0;
    const jobs = [0, 1, 2, 3, 4, 5].map(n =>
      turn(async () => {
        begun.push(n);
        running += 1;
        most = Math.max(most, running);
        await new Promise<void>(resolve => ends.push(resolve));
        running -= 1;
        if (n % 2 === 0) throw new Error(`job ${n}`);
        return n;
      }),
    );
    const settled = Promise.allSettled(jobs);
    while (begun.length < 6 || ends.length > 0) {
      ends.shift()?.();
      await new Promise(setImmediate);
    }
    expect(most).toBe(2);
    expect(begun).toEqual([0, 1, 2, 3, 4, 5]);
    expect((await settled).map(({ status }) => status)).toEqual(
      begun.map(n => (n % 2 === 0 ? 'rejected' : 'fulfilled')),
    );
  });
});

import { eachAtMost } from './eachAtMost';

describe('eachAtMost', () => {
  it('answers in the order of the items, whichever ends first', async () => {
    const later = () => new Promise(resolve => setImmediate(resolve));
    const answers = await eachAtMost(2, [1, 2, 3], async item => {
      if (item === 1) await later();
      return item * 10;
    });
    expect(answers).toEqual([10, 20, 30]);
  });

  it('has no more at work than the limit', async () => {
    let atWork = 0;
    const seen: number[] = [];
    await eachAtMost(3, [...Array(10).keys()], async () => {
      atWork += 1;
      seen.push(atWork);
      await new Promise(resolve => setImmediate(resolve));
      atWork -= 1;
    });
    expect(Math.max(...seen)).toBe(3);
  });

  it('begins nothing after a failure and waits for what is at work', async () => {
    const ended: number[] = [];
    const all = eachAtMost(2, [1, 2, 3, 4], async item => {
      if (item === 1) throw new Error('broken');
      await new Promise(resolve => setImmediate(resolve));
      ended.push(item);
    });
    await expect(all).rejects.toThrow('broken');
    expect(ended).toEqual([2]);
  });
});

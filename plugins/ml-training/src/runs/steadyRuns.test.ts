import { aRun } from '@trainyard/backstage-plugin-ml-training-react/src/testing';
import { steadied, waitingText } from './steadyRuns';

const [one, two, three] = ['one', 'two', 'three'].map(run => aRun({ run }));
const ids = (list: ReturnType<typeof steadied>) =>
  list.shown.map(({ run }) => run);

describe('a list that stays still', () => {
  const first = steadied(undefined, 'all', [one, two]);

  it('shows what came first', () => {
    expect(ids(first)).toEqual(['one', 'two']);
    expect(waitingText(first)).toBeUndefined();
  });

  it('changes a row in its place', () => {
    const failed = { ...two, state: 'failed' as const };
    const after = steadied(first, 'all', [failed, one]);
    expect(after.shown).toEqual([one, failed]);
    expect(waitingText(after)).toBe('The order has changed');
  });

  it('lets new runs wait, and says how many', () => {
    const after = steadied(first, 'all', [three, one, two]);
    expect(ids(after)).toEqual(['one', 'two']);
    expect(waitingText(after)).toBe('1 new run');
  });

  it('counts as new only what was never shown, when a page pushes its last row out', () => {
    const after = steadied(first, 'all', [three, one]);
    expect(ids(after)).toEqual(['one', 'two']);
    expect(waitingText(after)).toBe('1 new run');
  });

  it('keeps a row that fits no more where it is', () => {
    const after = steadied(first, 'all', [two]);
    expect(ids(after)).toEqual(['one', 'two']);
    expect(waitingText(after)).toBe('1 run is no longer in this list');
  });

  it('shows another list at once', () => {
    expect(ids(steadied(first, 'failed', [three]))).toEqual(['three']);
  });

  it('shows the first runs of an empty list at once', () => {
    const empty = steadied(undefined, 'all', []);
    expect(ids(steadied(empty, 'all', [one]))).toEqual(['one']);
  });

  it('is the same list where nothing new was said', () => {
    expect(steadied(first, 'all', first.newest)).toBe(first);
  });
});

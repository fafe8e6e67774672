import { act, renderHook } from '@testing-library/react';
import { aRun } from '../testing';
import { useShownRuns } from './useShownRuns';

const FIRST = [aRun({ run: 'run-1' })];
const SECOND = [aRun({ run: 'run-2' })];

function show(runs: typeof FIRST | undefined) {
  return renderHook(given => useShownRuns(given.runs), {
    initialProps: { runs },
  });
}

const wait = (milliseconds: number) =>
  act(() => {
    jest.advanceTimersByTime(milliseconds);
  });

describe('what a list shows while it is awaited', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('is nothing at first, so that a quick answer has no skeletons before it', () => {
    const { result, rerender } = show(undefined);
    wait(149);
    expect(result.current).toBeUndefined();
    rerender({ runs: FIRST });
    wait(1000);
    expect(result.current).toBe(FIRST);
  });

  it('is skeletons where the answer is slow', () => {
    const { result } = show(undefined);
    wait(150);
    expect(result.current).toBe('skeletons');
  });

  it('is what was there, and skeletons only where the next list is slow', () => {
    const { result, rerender } = show(FIRST);
    rerender({ runs: undefined });
    expect(result.current).toBe(FIRST);
    wait(150);
    expect(result.current).toBe('skeletons');
    rerender({ runs: SECOND });
    expect(result.current).toBe(SECOND);
    rerender({ runs: undefined });
    expect(result.current).toBe(SECOND);
  });
});

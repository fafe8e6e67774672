import type { RunState } from '@trainyard/backstage-plugin-ml-training-common';
import { runEntryOf } from '../testing/storedRuns';
import { pipelineHistory } from './pipelineHistory';

const HOUR = 3_600_000;
const T0 = Date.parse('2026-07-01T00:00:00.000Z');

/** Newest first, evenly apart; the first ended at `T0`. */
function history(states: readonly RunState[], distance = 12 * HOUR) {
  return states.map((state, i) => {
    const at = new Date(T0 - i * distance).toISOString();
    const { summary } = runEntryOf({ run: `r${i}`, state });
    return {
      ...summary,
      submittedAt: at,
      endedAt: at,
      durationSeconds: 60 + i,
    };
  });
}

describe("a pipeline's history", () => {
  it('counts only runs that ended into the success rate', () => {
    const { successRate } = pipelineHistory(
      history(['running', 'succeeded', 'blocked', 'lost', 'failed']),
      null,
      T0,
    );
    expect(successRate).toBeCloseTo(1 / 3);
    expect(
      pipelineHistory(history(['queued']), null, T0).successRate,
    ).toBeNull();
  });

  it('knows no usual duration from two successes, and the median from three', () => {
    const of = (count: number) =>
      pipelineHistory(history(Array(count).fill('succeeded')), null, T0)
        .usualSeconds;
    expect(of(2)).toBeNull();
    expect(of(3)).toBe(61);
  });

  it.each([
    [36 * HOUR, false],
    [36 * HOUR + 1, true],
  ])(
    'is stale once the last success is older than three usual distances: %i ms',
    (age, stale) => {
      const runs = history(['succeeded', 'succeeded', 'succeeded']);
      expect(pipelineHistory(runs, null, T0 + age).stale).toBe(stale);
    },
  );

  it.each([
    [24 * HOUR, false],
    [24 * HOUR + 1, true],
  ])(
    'is not stale within a day of a success, however quickly they came before: %i ms',
    (age, stale) => {
      const runs = history(['succeeded', 'succeeded', 'succeeded'], 1000);
      expect(pipelineHistory(runs, null, T0 + age).stale).toBe(stale);
    },
  );

  it('is never stale where there is no usual distance yet', () => {
    const runs = history(['succeeded', 'failed', 'succeeded']);
    expect(pipelineHistory(runs, null, T0 + 1000 * HOUR).stale).toBe(false);
  });

  it('takes the last success from before the strip where the strip has none', () => {
    const older = '2026-06-01T00:00:00.000Z';
    expect(pipelineHistory(history(['failed']), older, T0).lastSuccess).toBe(
      older,
    );
  });
});

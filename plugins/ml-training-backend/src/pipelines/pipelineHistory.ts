import {
  hasEnded,
  type PipelineSummary,
  type RunMark,
  type RunSummary,
} from '@trainyard/backstage-plugin-ml-training-common';

type History = Pick<
  PipelineSummary,
  'lastRuns' | 'successRate' | 'usualSeconds' | 'lastSuccess' | 'stale'
>;

/** Fewer say nothing about what is usual. */
const LEAST_FOR_USUAL = 3;
/** So many usual distances without a success make a pipeline stale. */
const PATIENCE = 3;
/** A day without a success is no cause to worry, however often somebody tried things out before. */
const LEAST_PATIENCE_MILLISECONDS = 86_400_000;

/**
 * How a pipeline is doing.
 *
 * @param runs - its last ones, newest first
 * @param olderSuccess - when it last succeeded before them, where none of them did
 * @param now - milliseconds since the epoch
 */
export function pipelineHistory(
  runs: readonly RunSummary[],
  olderSuccess: string | null,
  now: number,
): History {
  const ended = runs.filter(({ state }) => hasEnded(state));
  const succeeded = runs.filter(({ state }) => state === 'succeeded');
  const seconds = succeeded.flatMap(run => run.durationSeconds ?? []);
  const lastSuccess = endOf(succeeded[0]) ?? olderSuccess;
  return {
    lastRuns: runs.map(markOf),
    successRate: ended.length === 0 ? null : succeeded.length / ended.length,
    usualSeconds: seconds.length < LEAST_FOR_USUAL ? null : median(seconds),
    lastSuccess,
    stale: isStale(succeeded, lastSuccess, now),
  };
}

function isStale(
  succeeded: readonly RunSummary[],
  lastSuccess: string | null,
  now: number,
): boolean {
  const ends = succeeded.flatMap(run => {
    const end = endOf(run);
    return end ? [Date.parse(end)] : [];
  });
  if (ends.length < LEAST_FOR_USUAL || lastSuccess === null) return false;
  const distances = ends.slice(1).map((older, i) => ends[i] - older);
  return (
    now - Date.parse(lastSuccess) >
    Math.max(LEAST_PATIENCE_MILLISECONDS, PATIENCE * median(distances))
  );
}

function endOf(run: RunSummary | undefined): string | null {
  return run ? (run.endedAt ?? run.submittedAt) : null;
}

function markOf(run: RunSummary): RunMark {
  const { state, submittedAt, durationSeconds, headline } = run;
  return { run: run.run, state, submittedAt, durationSeconds, headline };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? sorted[middle]
    : (sorted[middle - 1] + sorted[middle]) / 2;
}

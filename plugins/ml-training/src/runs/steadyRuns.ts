import type { RunSummary } from '@trainyard/backstage-plugin-ml-training-common';

/** A list that does not move under the pointer, and what waits to be shown. */
export interface SteadyRuns {
  /** Which list it is; another list is shown at once. */
  readonly of: string;
  /** What the service answered last. */
  readonly newest: readonly RunSummary[];
  /** In the order in which the reader first saw them, each as it is now. */
  readonly shown: readonly RunSummary[];
}

/**
 * The list after an answer: rows that are there change in place, new ones wait
 * to be asked for, and what has left the list stays where it is.
 */
export function steadied(
  before: SteadyRuns | undefined,
  of: string,
  newest: readonly RunSummary[],
): SteadyRuns {
  if (before?.of === of && before.newest === newest) return before;
  if (before?.of !== of || before.shown.length === 0) {
    return { of, newest, shown: newest };
  }
  const now = new Map(newest.map(run => [run.run, run]));
  return {
    of,
    newest,
    shown: before.shown.map(run => now.get(run.run) ?? run),
  };
}

/** `3 new runs`; undefined where the list is as the service has it. */
export function waitingText({ newest, shown }: SteadyRuns): string | undefined {
  const places = new Map(shown.map((run, place) => [run.run, place]));
  const fresh = newest.filter(({ run }) => !places.has(run)).length;
  if (fresh > 0) return fresh === 1 ? '1 new run' : `${fresh} new runs`;
  const gone = shown.length - newest.length;
  if (gone > 0) {
    return gone === 1
      ? '1 run is no longer in this list'
      : `${gone} runs are no longer in this list`;
  }
  return newest.every(({ run }, place) => places.get(run) === place)
    ? undefined
    : 'The order has changed';
}

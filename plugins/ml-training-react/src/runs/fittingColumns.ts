import type { RunColumn } from './runColumns';

/** What a column without a width needs at least, in rem: a run's name can be told then. */
const LEAST = 7.5;

/** How wide a table with these columns must be at least, in rem. */
export function leastWidth(
  columns: readonly Pick<RunColumn, 'width'>[],
): number {
  return columns.reduce((sum, { width = LEAST }) => sum + width, 0);
}

/**
 * The highest rank of columns of which all fit side by side, with all of a lower
 * one. Those of rank 0 stay even where they do not fit.
 *
 * @param room - in rem; what fits changes less often than it
 */
export function fittingRank(
  columns: readonly RunColumn[],
  room: number,
): number {
  const last = Math.max(0, ...columns.map(({ rank }) => rank));
  for (let most = last; most > 0; most--) {
    const fitting = columns.filter(({ rank }) => rank <= most);
    if (leastWidth(fitting) <= room) return most;
  }
  return 0;
}

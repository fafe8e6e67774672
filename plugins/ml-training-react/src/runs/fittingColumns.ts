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
 * The columns that fit side by side, in their order: the highest ranks go first.
 * Those of rank 0 stay even where they do not fit.
 *
 * @param room - in rem
 */
export function fittingColumns(
  columns: readonly RunColumn[],
  room: number,
): readonly RunColumn[] {
  const last = Math.max(0, ...columns.map(({ rank }) => rank));
  for (let most = last; most > 0; most--) {
    const fitting = columns.filter(({ rank }) => rank <= most);
    if (leastWidth(fitting) <= room) return fitting;
  }
  return columns.filter(({ rank }) => rank === 0);
}

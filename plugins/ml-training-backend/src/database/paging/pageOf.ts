import type { Direction } from './order';

/** What was read: one row more than a page holds, in the direction of reading. */
export interface Reading<Row> {
  readonly rows: readonly Row[];
  readonly limit: number;
  /** Undefined for the first page. */
  readonly direction: Direction | undefined;
}

/** Rows of a page in the list's order, and whether there is a page on either side. */
export function pageOf<Row>({ rows, limit, direction }: Reading<Row>): {
  readonly rows: readonly Row[];
  readonly hasNext: boolean;
  readonly hasPrevious: boolean;
} {
  const more = rows.length > limit;
  const kept = rows.slice(0, limit);
  // The row that a cursor was made of lies on the other side.
  return direction === 'previous'
    ? { rows: kept.reverse(), hasNext: true, hasPrevious: more }
    : { rows: kept, hasNext: more, hasPrevious: direction === 'next' };
}

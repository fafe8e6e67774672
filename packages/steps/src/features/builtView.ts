import { identifier } from '../duckdb/session';

/** A column of what a view yields, by its final name. */
export interface BuiltColumn {
  readonly name: string;
  /** Over the view's relation. */
  readonly sql: string;
}

/** What a view yields: a row for each example, in the order of the examples' file. */
export interface BuiltView {
  readonly relation: string;
  /** The place of a row, over the relation: proof of the order. */
  readonly position: string;
  readonly features: readonly BuiltColumn[];
  /**
   * The newest event time, and the newest availability, of the facts that
   * contributed. None where a view uses nothing but the example itself.
   */
  readonly times: readonly BuiltColumn[];
}

export function timesOf(
  view: string,
  event: string,
  available: string,
): BuiltColumn[] {
  return [
    { name: `${view}.event_time`, sql: event },
    { name: `${view}.available_at`, sql: available },
  ];
}

/**
 * The place of a row in its file, which is short where an id is long. The blank
 * keeps it apart from every declared name.
 */
export const POSITION = identifier(' position');

import { identifier } from '../duckdb/session';

/**
 * The column that ties views to examples: an example's place in its file, which
 * is short where its id is long. The blank keeps it apart from every declared name.
 */
export const POSITION = identifier(' position');

/** What a view yields: a relation with one row an example, whatever its order. */
export interface BuiltView {
  readonly name: string;
  /** Has POSITION, the features and, where the view has times, both of them. */
  readonly relation: string;
  readonly features: readonly string[];
  /** False where a view uses nothing but the example itself. */
  readonly hasTimes: boolean;
}

/** The newest event time, and the newest availability, of the facts that contributed. */
export function timesOf(view: string): readonly [string, string] {
  return [`${view}.event_time`, `${view}.available_at`];
}

import { z } from 'zod';
import { expectation } from '../expectation';
import { column } from '../names';

/** How an example finds its facts: `[row]` where both call the column the same, else `{example column: table column}`. */
export const join = z.union([
  z.array(column).min(1),
  z.record(column, column).refine(on => Object.keys(on).length > 0, {
    error: expectation(
      'at least one column',
      'Write the columns in brackets, such as [row].',
    ),
  }),
]);
export type Join = z.output<typeof join>;

/** `{example column: table column}` of either way to write it. */
export function joinColumns(on: Join): Record<string, string> {
  return Array.isArray(on)
    ? Object.fromEntries(on.map(name => [name, name]))
    : on;
}

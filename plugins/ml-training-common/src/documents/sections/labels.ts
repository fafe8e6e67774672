import { z } from 'zod';
import { column, word } from '../names';
import { join } from './join';

export const label = z.strictObject({
  from: word.describe('The table whose facts tell the outcome.'),
  on: join.describe(
    'How an example finds its outcome: columns of equal names, or {example column: table column}.',
  ),
  value: column.describe('The column of the outcome: true or false, 1 or 0.'),
});
export type Label = z.output<typeof label>;

/** Label definitions by versioned name. */
export const labels = z.record(word, label);

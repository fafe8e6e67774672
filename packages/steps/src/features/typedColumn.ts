import type { NamedColumn } from '@trainyard/backstage-plugin-ml-training-common';
import { StepFailure } from '@trainyard/runner';
import { SQL_TYPE } from '../dataset/declaredColumns';
import { identifier } from '../duckdb/session';

const WHOLE = /^U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)$/;
const NUMBER =
  /^(U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|DECIMAL\(.*\))$/;

/** Types that become a declared one without losing anything. */
const BECOMES: Record<NamedColumn['type'], RegExp> = {
  int: WHOLE,
  double: NUMBER,
  string: /^(VARCHAR|UUID|ENUM\(.*\))$/,
  bool: /^BOOLEAN$/,
  timestamp: /^TIMESTAMP(_S|_MS)?$/,
};

/**
 * A column in its declared type, as SQL.
 *
 * @param from - what has the column, for the person who must mend it
 * @throws StepFailure where it is missing, or would lose something: 1.5 is no int
 */
export function typedColumn(
  { name, type }: NamedColumn,
  from: string,
  found: ReadonlyMap<string, string>,
): string {
  const actual = found.get(name);
  if (actual === undefined) {
    const names = [...found.keys()].filter(one => !one.startsWith(' '));
    throw new StepFailure(
      `${from} has no column ${name}. Found ${names.join(', ')}.`,
    );
  }
  if (!BECOMES[type].test(actual)) {
    throw new StepFailure(
      `${from}.${name} is declared ${type}, found ${actual}. Declare what it is, or cast it in the SQL.`,
    );
  }
  return `${identifier(name)}::${SQL_TYPE[type]}`;
}

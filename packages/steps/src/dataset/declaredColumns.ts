import type { ColumnType } from '@trainyard/backstage-plugin-ml-training-common';
import type { Session } from '../duckdb/session';

/** What a declared type is called in a table. */
export const SQL_TYPE: Record<ColumnType, string> = {
  int: 'BIGINT',
  double: 'DOUBLE',
  string: 'VARCHAR',
  bool: 'BOOLEAN',
  timestamp: 'TIMESTAMP',
};

/** Columns of a relation, in its order: name and type as the engine says it. */
export async function columnsOf(
  session: Session,
  relation: string,
): Promise<ReadonlyMap<string, string>> {
  const rows = await session.rows(`DESCRIBE SELECT * FROM ${relation}`);
  return new Map(
    rows.map(row => [String(row.column_name), String(row.column_type)]),
  );
}

/**
 * What of the columns is not as expected, a sentence each. Columns that nobody
 * expects are no matter here.
 *
 * @param expected - declared type by name; `null` where any type will do
 */
export function columnProblems(
  table: string,
  found: ReadonlyMap<string, string>,
  expected: ReadonlyMap<string, ColumnType | null>,
): string[] {
  return [...expected].flatMap(([name, type]) => {
    const actual = found.get(name);
    if (actual === undefined) {
      return [
        `${table} has no column "${name}": found ${[...found.keys()].join(', ')}`,
      ];
    }
    return type === null || actual === SQL_TYPE[type]
      ? []
      : [
          `${table}: column "${name}" is declared ${type} (${SQL_TYPE[type]}), found ${actual}`,
        ];
  });
}

import type { BuildTablesParameters } from '@trainyard/backstage-plugin-ml-training-common';
import { StepFailure } from '@trainyard/runner';
import { identifier, type Session } from '../duckdb/session';

export type DeclaredTable = BuildTablesParameters['tables'][number];

const SAMPLE = 5;

/**
 * Looks whether a table is what it is declared to be: its key names every row,
 * and each row has the time at which it happened and, not earlier, the time at
 * which it was known. Without both, nobody can say which facts a prediction may
 * use.
 *
 * @param relation - with columns as they will be stored
 * @throws StepFailure that names the table, how many rows offend and some of their keys
 */
export async function requireFacts(
  session: Session,
  table: DeclaredTable,
  relation: string,
  columns: ReadonlyMap<string, string>,
): Promise<void> {
  requireColumns(table, columns);
  const rules = rulesOf(table);
  const counts = await session.row(
    `SELECT count(*)::DOUBLE AS rows,
            ${rules.map(({ offends }, index) => `count(*) FILTER (${offends})::DOUBLE AS n${index}`).join(', ')}
       FROM ${relation}`,
  );
  const problems: string[] = [];
  for (const [index, { offends, words, advice }] of rules.entries()) {
    const offenders = Number(counts[`n${index}`]);
    if (offenders === 0) continue;
    const sample = await sampleOf(session, table, relation, offends);
    problems.push(
      `${offenders} of ${counts.rows} rows ${words}, such as ${sample}. ${advice}`,
    );
  }
  problems.push(...(await repeatedKeys(session, table, relation)));
  if (problems.length > 0) {
    throw new StepFailure(`table ${table.name}: ${problems.join('\n')}`);
  }
}

function requireColumns(
  { name, key, event_time, available_at }: DeclaredTable,
  columns: ReadonlyMap<string, string>,
) {
  const found = [...columns.keys()].join(', ');
  for (const column of [...key, event_time, available_at]) {
    if (!columns.has(column)) {
      throw new StepFailure(
        `table ${name} has no column ${column}, which is declared. Its SQL returns ${found}.`,
      );
    }
  }
  for (const column of [event_time, available_at]) {
    if (columns.get(column) !== 'TIMESTAMP') {
      throw new StepFailure(
        `table ${name}: ${column} is to be a TIMESTAMP in UTC, found ${columns.get(column)}. ` +
          'Cast it in the SQL; a day as a time is its first instant, when nothing of it was known.',
      );
    }
  }
}

interface Rule {
  readonly offends: string;
  readonly words: string;
  readonly advice: string;
}

function rulesOf({ key, event_time, available_at }: DeclaredTable): Rule[] {
  const event = identifier(event_time);
  const available = identifier(available_at);
  return [
    {
      offends: key.map(column => `${identifier(column)} IS NULL`).join(' OR '),
      words: `have no ${key.join(', ')}`,
      advice: 'The key is to name every row.',
    },
    ...[event_time, available_at].map(column => ({
      offends: `NOT coalesce(isfinite(${identifier(column)}), false)`,
      words: `have no ${column}`,
      advice: 'Leave out what has no time, or say in the SQL when it was.',
    })),
    {
      offends: `${available} < ${event}`,
      words: `have ${available_at} before ${event_time}`,
      advice: 'Nothing is known before it happens.',
    },
  ];
}

async function repeatedKeys(
  session: Session,
  { key }: DeclaredTable,
  relation: string,
): Promise<string[]> {
  const columns = key.map(identifier).join(', ');
  const { repeated } = await session.row(
    `SELECT coalesce(sum(n - 1), 0)::DOUBLE AS repeated
       FROM (SELECT count(*) AS n FROM ${relation} GROUP BY ${columns} HAVING count(*) > 1)`,
  );
  if (Number(repeated) === 0) return [];
  const sample = await session.rows(
    `SELECT ${keyText(key)} AS text FROM ${relation}
      GROUP BY ${columns} HAVING count(*) > 1 ORDER BY ${columns} LIMIT ${SAMPLE}`,
  );
  return [
    `${repeated} rows repeat a ${key.join(', ')} that another row has, such as ${texts(sample)}. ` +
      'Look for a join that finds several rows.',
  ];
}

async function sampleOf(
  session: Session,
  { key }: DeclaredTable,
  relation: string,
  offends: string,
): Promise<string> {
  const rows = await session.rows(
    `SELECT ${keyText(key)} AS text FROM ${relation} WHERE ${offends}
      ORDER BY ${key.map(identifier).join(', ')} LIMIT ${SAMPLE}`,
  );
  return texts(rows);
}

function keyText(key: readonly string[]): string {
  const parts = key.map(
    column => `coalesce(${identifier(column)}::VARCHAR, 'null')`,
  );
  return `concat_ws(', ', ${parts.join(', ')})`;
}

function texts(rows: readonly Readonly<Record<string, unknown>>[]): string {
  return rows.map(({ text }) => text).join('; ');
}

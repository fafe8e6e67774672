import type { FeatureView } from '@trainyard/backstage-plugin-ml-training-common';
import { StepFailure } from '@trainyard/runner';
import { columnsOf } from '../dataset/declaredColumns';
import { identifier, type Session } from '../duckdb/session';
import { storedColumn } from '../tables/storedColumns';
import { POSITION, timesOf, type BuiltView } from './builtView';
import type { Examples } from './examples';
import { typedColumn } from './typedColumn';

type SqlView = FeatureView & { readonly kind: 'sql' };

const TIMES = ['event_time', 'available_at'] as const;

/**
 * A view from the answer of a team's SELECT: a row an example at most, its columns
 * and both times of the newest fact that contributed.
 *
 * @param answer - as a relation
 */
export async function buildSqlView(
  session: Session,
  { name, columns }: SqlView,
  examples: Examples,
  answer: string,
): Promise<BuiltView> {
  const given = await columnsOf(session, answer);
  const stored = `(SELECT ${[...given].map(([column, type]) => storedColumn(column, type)).join(', ')} FROM ${answer})`;
  const found = await columnsOf(session, stored);
  requireTimes(found);
  const from = 'the SELECT';
  const features = columns.map(column => ({
    name: `${name}_${column.name}`,
    sql: typedColumn(column, from, found),
  }));
  await requireExamples(session, stored, examples);
  const table = identifier(`view ${name}`);
  await session.run(
    `CREATE TABLE ${table} AS
       SELECT a.* FROM ${examples.relation} e
         LEFT JOIN ${stored} a ON a.example_id = e.example_id
        ORDER BY e.${POSITION}`,
  );
  return {
    relation: table,
    position: 'rowid',
    features,
    times: timesOf(name, ...TIMES),
  };
}

function requireTimes(found: ReadonlyMap<string, string>) {
  const all = [...found.keys()].join(', ');
  if (found.get('example_id') !== 'VARCHAR') {
    throw new StepFailure(
      `the SELECT is to return example_id of the examples. Found ${all}.`,
    );
  }
  for (const time of TIMES) {
    if (found.get(time) !== 'TIMESTAMP') {
      throw new StepFailure(
        `the SELECT is to return ${time}, a TIMESTAMP of the newest fact that contributed; found ${found.get(time) ?? `only ${all}`}. ` +
          'Without both times nobody can see whether a feature knows the future.',
      );
    }
  }
}

async function requireExamples(
  session: Session,
  answer: string,
  examples: Examples,
) {
  const { repeated, such } = await session.row(
    `SELECT coalesce(sum(n - 1), 0)::DOUBLE AS repeated, min(example_id) AS such
       FROM (SELECT example_id, count(*) AS n FROM ${answer} GROUP BY example_id HAVING count(*) > 1)`,
  );
  if (Number(repeated) > 0) {
    throw new StepFailure(
      `the SELECT returns ${repeated} rows more than one an example, such as of ${such}. GROUP BY example_id.`,
    );
  }
  const { strange, like } = await session.row(
    `SELECT count(*)::DOUBLE AS strange, min(a.example_id) AS like
       FROM ${answer} a ANTI JOIN ${examples.relation} e ON e.example_id = a.example_id`,
  );
  if (Number(strange) > 0) {
    throw new StepFailure(
      `the SELECT returns ${strange} rows of no example, such as of ${like ?? 'null'}.`,
    );
  }
}

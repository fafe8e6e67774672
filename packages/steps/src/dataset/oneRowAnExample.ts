import type { Session } from '../duckdb/session';

const SAMPLE = 5;

/** Why `example_id` does not name the rows of the examples; empty where it does. */
export async function exampleProblems(
  session: Session,
  examples: string,
): Promise<string[]> {
  const { rows, named, ids, timed } = await session.row(
    `SELECT count(*)::DOUBLE AS rows, count(example_id)::DOUBLE AS named,
            count(DISTINCT example_id)::DOUBLE AS ids,
            count(prediction_time)::DOUBLE AS timed
       FROM ${examples}`,
  );
  const nameless = Number(rows) - Number(named);
  const timeless = Number(rows) - Number(timed);
  const repeated = Number(named) - Number(ids);
  return [
    ...(nameless > 0 ? [`examples: ${nameless} rows have no example_id`] : []),
    ...(timeless > 0
      ? [`examples: ${timeless} rows have no prediction_time`]
      : []),
    ...(repeated > 0
      ? [await repeats(session, 'examples', examples, repeated)]
      : []),
  ];
}

/**
 * Why a table has not one row for each example; empty where it has.
 *
 * @param examples - whose `example_id` is unique, so that each row of the table
 *   finds at most one and rows that share an example can be counted by subtraction
 */
export async function matchProblems(
  session: Session,
  examples: string,
  table: string,
  relation: string,
): Promise<string[]> {
  const { both, missing, missing_ids, extra, extra_ids, all } =
    await session.row(
      `SELECT count(*) FILTER (ours IS NOT NULL AND theirs IS NOT NULL)::DOUBLE AS both,
              count(*) FILTER (theirs IS NULL AND ours IS NOT NULL)::DOUBLE AS missing,
              min(ours, ${SAMPLE}) FILTER (theirs IS NULL) AS missing_ids,
              count(*) FILTER (ours IS NULL)::DOUBLE AS extra,
              min(theirs, ${SAMPLE}) FILTER (ours IS NULL) AS extra_ids,
              (SELECT count(*) FROM ${examples})::DOUBLE AS all
         FROM (SELECT example_id AS ours FROM ${examples})
         FULL JOIN (SELECT example_id AS theirs FROM ${relation})
           ON ours = theirs`,
    );
  const repeated = Number(both) - (Number(all) - Number(missing));
  return [
    ...(repeated > 0
      ? [await repeats(session, table, relation, repeated)]
      : []),
    ...(Number(missing) > 0
      ? [`${table} has no row for ${missing} examples${such(missing_ids)}`]
      : []),
    ...(Number(extra) > 0
      ? [`${table} has ${extra} rows of no example${such(extra_ids)}`]
      : []),
  ];
}

async function repeats(
  session: Session,
  table: string,
  relation: string,
  rows: number,
): Promise<string> {
  const sample = await session.rows(
    `SELECT example_id FROM ${relation} WHERE example_id IS NOT NULL
      GROUP BY example_id HAVING count(*) > 1
      ORDER BY example_id LIMIT ${SAMPLE}`,
  );
  return `${table}: ${rows} rows repeat an example_id${such(sample.map(row => row.example_id))}`;
}

function such(ids: unknown): string {
  return Array.isArray(ids) && ids.length > 0
    ? `, such as ${ids.join(', ')}`
    : '';
}

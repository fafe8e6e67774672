import type { BuildTablesParameters } from '@trainyard/backstage-plugin-ml-training-common';
import { StepFailure } from '@trainyard/runner';
import { columnsOf } from '../dataset/declaredColumns';
import { identifier, literal, type Session } from '../duckdb/session';
import { writeParquet } from '../duckdb/writeParquet';
import { parquet } from '../stepFiles/stepFiles';
import { exampleId } from './exampleId';
import { storedColumn } from './storedColumns';

export type DeclaredExamples = BuildTablesParameters['examples'];

/** Columns that every table of examples begins with. */
const OWN = ['example_id', 'prediction_time'];

/**
 * Writes the examples: rows of the base table whose prediction falls into the
 * range, each named by its key, in order of prediction time and name.
 *
 * @param base - a relation
 * @returns how many there are
 * @throws StepFailure where there are none, or where one has no time or no name of its own
 */
export async function writeExamples(
  session: Session,
  examples: DeclaredExamples,
  base: string,
  file: string,
): Promise<number> {
  const found = await columnsOf(session, base);
  const stored = `(SELECT ${[...found].map(([name, type]) => storedColumn(name, type)).join(', ')} FROM ${base})`;
  const columns = await columnsOf(session, stored);
  await requireTimes(session, examples, stored, columns);
  const { key, prediction_time, range } = examples;
  const time = identifier(prediction_time);
  const kept = [...columns.keys()].filter(name => !OWN.includes(name));
  await writeParquet(
    session,
    `SELECT ${exampleId(key, columns)} AS example_id,
            ${time} AS prediction_time,
            ${kept.map(identifier).join(', ')}
       FROM ${stored}
      WHERE ${time} >= ${instant(range.from)} AND ${time} < ${instant(range.to)}
        ${conditions(examples, columns)}`,
    file,
    { orderBy: ['prediction_time', 'example_id'] },
  );
  return requireNames(session, examples, file);
}

function instant(text: string): string {
  return `${literal(text.replace(/Z$/, ''))}::TIMESTAMP`;
}

function conditions(
  { source, where = {} }: DeclaredExamples,
  columns: ReadonlyMap<string, string>,
): string {
  return Object.entries(where)
    .map(([name, value]) => {
      const type = columns.get(name);
      if (type === undefined) {
        throw new StepFailure(
          `${source} has no column ${name}, by which examples are chosen. Found ${[...columns.keys()].join(', ')}.`,
        );
      }
      return `AND ${identifier(name)} = ${literal(String(value))}::${type}`;
    })
    .join(' ');
}

async function requireTimes(
  session: Session,
  { source, prediction_time }: DeclaredExamples,
  relation: string,
  columns: ReadonlyMap<string, string>,
) {
  const type = columns.get(prediction_time);
  if (type !== 'TIMESTAMP') {
    throw new StepFailure(
      `${source}.${prediction_time} is to be the time of the prediction, a TIMESTAMP in UTC; found ${type ?? 'no such column'}.`,
    );
  }
  for (const name of OWN) {
    if (columns.has(name) && name !== prediction_time) {
      throw new StepFailure(
        `${source} has a column ${name}, which is the name of one that examples get. Call it otherwise in the SQL.`,
      );
    }
  }
  const { timeless } = await session.row(
    `SELECT count(*) FILTER (NOT coalesce(isfinite(${identifier(prediction_time)}), false))::DOUBLE AS timeless FROM ${relation}`,
  );
  if (Number(timeless) > 0) {
    throw new StepFailure(
      `${source}: ${timeless} rows have no ${prediction_time}, which is to be the time of the prediction. Leave them out in the SQL.`,
    );
  }
}

async function requireNames(
  session: Session,
  { source, key, range }: DeclaredExamples,
  file: string,
): Promise<number> {
  const counts = await session.row(
    `SELECT count(*)::DOUBLE AS rows, count(DISTINCT example_id)::DOUBLE AS names FROM ${parquet(file)}`,
  );
  const rows = Number(counts.rows);
  if (rows === 0) {
    throw new StepFailure(
      `${source} has no row from ${range.from} until before ${range.to}: there are no examples. Look at dataset.base_examples.`,
    );
  }
  if (rows !== Number(counts.names)) {
    const sample = await session.rows(
      `SELECT example_id FROM ${parquet(file)} GROUP BY example_id HAVING count(*) > 1 ORDER BY example_id LIMIT 5`,
    );
    throw new StepFailure(
      `${source}: ${rows - Number(counts.names)} rows have a ${key.join(', ')} that another row has, or none, such as ${sample
        .map(({ example_id }) => example_id)
        .join(', ')}. An example is named by its key.`,
    );
  }
  return rows;
}

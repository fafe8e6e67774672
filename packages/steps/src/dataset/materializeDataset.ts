import {
  materializeDatasetParameters,
  type ColumnType,
  type MaterializeDatasetParameters,
} from '@trainyard/backstage-plugin-ml-training-common';
import {
  StepFailure,
  type BuiltinStep,
  type StepContext,
} from '@trainyard/runner';
import { logicalDigest } from '../duckdb/logicalDigest';
import { ENGINE_VERSION, identifier, type Session } from '../duckdb/session';
import { writeParquet } from '../duckdb/writeParquet';
import { inputFile, outputFile, parquet } from '../stepFiles/stepFiles';
import { withSession } from '../stepFiles/withSession';
import { columnProblems, columnsOf } from './declaredColumns';
import { exampleProblems, matchProblems } from './oneRowAnExample';

/** Total, so that equal rows are equal bytes; by time, as a split and a reader want them. */
const ORDER = ['prediction_time', 'example_id'] as const;

/** Joins examples, labels and features, each with one row an example, into the dataset. */
export const materializeDataset: BuiltinStep = {
  name: 'materialize-dataset',
  version: `1.0.0+${ENGINE_VERSION}`,
  run: context =>
    withSession(context, async session => {
      const parameters = materializeDatasetParameters.parse(context.parameters);
      const tables = {
        examples: parquet(inputFile(context, 'examples', 'examples.parquet')),
        labels: parquet(inputFile(context, 'labels', 'labels.parquet')),
        features: parquet(inputFile(context, 'features', 'features.parquet')),
      };
      await requireColumns(session, tables, parameters);
      await requireOneToOne(session, tables);
      await writeTables(session, context, tables, parameters);
      const dataset = outputFile(context, 'dataset', 'dataset.parquet');
      const { rows } = await session.row(
        `SELECT count(*) AS rows FROM ${parquet(dataset)}`,
      );
      context.log(`${rows} examples`);
      return {
        outcome: 'done',
        logical: { dataset: await logicalDigest(session, parquet(dataset)) },
      };
    }),
};

interface Tables {
  readonly examples: string;
  readonly labels: string;
  readonly features: string;
}

async function requireColumns(
  session: Session,
  tables: Tables,
  { features, labels, context }: MaterializeDatasetParameters,
) {
  const expected = {
    examples: new Map<string, ColumnType | null>([
      ...context.map((name): [string, null] => [name, null]),
      ['example_id', 'string'],
      ['prediction_time', 'timestamp'],
    ]),
    labels: new Map<string, ColumnType | null>([
      ['example_id', 'string'],
      ...labels.flatMap((label): [string, ColumnType | null][] => [
        [label, null],
        [`${label}.label_time`, 'timestamp'],
        [`${label}.available_at`, 'timestamp'],
      ]),
    ]),
    features: new Map<string, ColumnType | null>([
      ['example_id', 'string'],
      ...features.map(({ name, type }): [string, ColumnType] => [name, type]),
    ]),
  };
  const problems: string[] = [];
  for (const table of ['examples', 'labels', 'features'] as const) {
    const found = await columnsOf(session, tables[table]);
    problems.push(...columnProblems(table, found, expected[table]));
  }
  if (problems.length > 0) {
    throw new StepFailure(
      `${problems.join('\n')}\nDeclare the column with the type that the query yields, or cast it in the query.`,
    );
  }
}

async function requireOneToOne(session: Session, tables: Tables) {
  const { examples } = tables;
  refuse(await exampleProblems(session, examples));
  const problems: string[] = [];
  for (const table of ['labels', 'features'] as const) {
    problems.push(
      ...(await matchProblems(session, examples, table, tables[table])),
    );
  }
  refuse(problems);
}

function refuse(problems: readonly string[]) {
  if (problems.length > 0) {
    throw new StepFailure(
      `examples, labels and features must have one row an example.\n${problems.join('\n')}`,
    );
  }
}

async function writeTables(
  session: Session,
  context: StepContext,
  { examples, labels, features }: Tables,
  parameters: MaterializeDatasetParameters,
) {
  const columns = [
    'e.example_id',
    'e.prediction_time',
    ...parameters.features.map(({ name }) => `f.${identifier(name)}`),
    ...parameters.labels.flatMap(label =>
      [label, `${label}.label_time`, `${label}.available_at`].map(
        name => `l.${identifier(name)}`,
      ),
    ),
  ];
  await writeParquet(
    session,
    `SELECT ${columns.join(', ')}
       FROM ${examples} e
       JOIN ${features} f ON f.example_id = e.example_id
       JOIN ${labels} l ON l.example_id = e.example_id`,
    outputFile(context, 'dataset', 'dataset.parquet'),
    { orderBy: ORDER },
  );
  await writeParquet(
    session,
    `SELECT * FROM ${examples}`,
    outputFile(context, 'context', 'context.parquet'),
    { orderBy: ORDER, columns: ['example_id', ...parameters.context] },
  );
}

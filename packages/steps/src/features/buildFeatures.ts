import {
  buildFeaturesParameters,
  digestOfJson,
  type FeatureView,
} from '@trainyard/backstage-plugin-ml-training-common';
import {
  StepFailure,
  type BuiltinStep,
  type StepContext,
} from '@trainyard/runner';
import { columnsOf } from '../dataset/declaredColumns';
import { logicalDigest } from '../duckdb/logicalDigest';
import {
  ENGINE_VERSION,
  EngineError,
  identifier,
  type Session,
} from '../duckdb/session';
import { writeParquet } from '../duckdb/writeParquet';
import { teamTables, type SandboxCommand } from '../sql/teamTables';
import { judgeTimes } from '../sql/judgeTimes';
import { readJson } from '../stepFiles/jsonFile';
import { inputFile, outputFile, parquet } from '../stepFiles/stepFiles';
import { withSession } from '../stepFiles/withSession';
import { tablesDocument } from '../tables/tablesDocument';
import { buildAsOfView } from './asOfView';
import { POSITION, timesOf, type BuiltView } from './builtView';
import { buildColumnsView } from './columnsView';
import { Examples, withPosition } from './examples';
import { buildSqlView } from './sqlView';
import { buildWindowView } from './windowView';

/**
 * Builds the features of every example from what was known when its prediction
 * was made, and keeps beside them the times of the newest facts that contributed,
 * so that check-dataset can look at every row.
 */
export function buildFeatures(command: SandboxCommand): BuiltinStep {
  return {
    name: 'build-features',
    version: `1.0.0+${ENGINE_VERSION}`,
    run: context =>
      withSession(context, async session => {
        const { views } = buildFeaturesParameters.parse(context.parameters);
        const examples = await Examples.read(
          session,
          inputFile(context, 'examples', 'examples.parquet'),
        );
        const answers = await answersOf(session, context, command, views);
        const built: BuiltView[] = [];
        for (const view of views) {
          built.push(
            await inWordsOf(view, () =>
              build(session, context, view, examples, answers),
            ),
          );
          context.log(
            `${view.name}: ${built[built.length - 1].features.join(', ')}`,
          );
        }
        const files = {
          features: outputFile(context, 'features', 'features.parquet'),
          times: outputFile(context, 'features', 'times.parquet'),
        };
        await write(session, examples, built, files);
        return {
          outcome: 'done',
          logical: {
            features: digestOfJson({
              features: await logicalDigest(session, parquet(files.features)),
              times: await logicalDigest(session, parquet(files.times)),
            }),
          },
        };
      }),
  };
}

async function build(
  session: Session,
  context: StepContext,
  view: FeatureView,
  examples: Examples,
  answers: ReadonlyMap<string, string>,
): Promise<BuiltView> {
  const facts = (from: string) =>
    withPosition(inputFile(context, 'tables', `${from}.parquet`));
  switch (view.kind) {
    case 'columns':
      return buildColumnsView(view, examples);
    case 'as_of':
      return buildAsOfView(session, view, examples, facts(view.from));
    case 'window':
      return buildWindowView(session, view, examples, facts(view.from));
    default: {
      const answer = answers.get(view.name);
      if (answer === undefined) throw new Error(`no answer ${view.name}`);
      return buildSqlView(session, view, examples, answer);
    }
  }
}

/** Says which view it is that somebody has to mend. */
async function inWordsOf<T>(
  { name }: FeatureView,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StepFailure) {
      throw new StepFailure(`feature view ${name}: ${error.message}`);
    }
    if (error instanceof EngineError) {
      throw new StepFailure(`feature view ${name}: ${error.summary}`);
    }
    throw error;
  }
}

/** Runs the team's own SELECTs, over the examples and the tables. */
async function answersOf(
  session: Session,
  context: StepContext,
  command: SandboxCommand,
  views: readonly FeatureView[],
): Promise<ReadonlyMap<string, string>> {
  const own = views.filter(view => view.kind === 'sql');
  if (own.length === 0) return new Map();
  const { tables } = await readJson(
    inputFile(context, 'tables', 'tables.json'),
    tablesDocument,
  );
  const readables = [
    {
      name: 'examples',
      file: inputFile(context, 'examples', 'examples.parquet'),
    },
    ...Object.keys(tables).map(name => ({
      name,
      file: inputFile(context, 'tables', `${name}.parquet`),
    })),
  ];
  return teamTables(
    session,
    context,
    command,
    own.map(({ name, sql }) => ({
      name,
      sql,
      judge: node => judgeTimes(sql, node, tables),
    })),
    readables.map(({ name, file }) => ({
      name,
      select: `SELECT * FROM ${parquet(file)}`,
    })),
  );
}

async function write(
  session: Session,
  examples: Examples,
  views: readonly BuiltView[],
  files: { readonly features: string; readonly times: string },
) {
  const timed = views.filter(({ hasTimes }) => hasTimes);
  const features = views.flatMap(view => view.features);
  const times = timed.flatMap(({ name }) => timesOf(name));
  await writeParquet(
    session,
    joined(examples, views, features),
    files.features,
    {
      orderBy: [' position'],
      columns: ['example_id', ...features],
    },
  );
  await writeParquet(session, joined(examples, timed, times), files.times, {
    orderBy: [' position'],
    columns: ['example_id', ...times],
  });
}

function joined(
  examples: Examples,
  views: readonly BuiltView[],
  columns: readonly string[],
): string {
  const joins = views.map(
    ({ relation }, index) =>
      `JOIN ${relation} v${index} ON v${index}.${POSITION} = e.${POSITION}`,
  );
  return `SELECT e.${POSITION}, e.example_id${columns.map(name => `, ${identifier(name)}`).join('')}
    FROM (SELECT ${POSITION}, example_id FROM ${examples.relation}) e ${joins.join(' ')}`;
}

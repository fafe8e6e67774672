import {
  buildFeaturesParameters,
  digestOfJson,
  type Digest,
  type FeatureView,
} from '@trainyard/backstage-plugin-ml-training-common';
import {
  StepFailure,
  type BuiltinStep,
  type StepContext,
} from '@trainyard/runner';
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
import { POSITION, type BuiltView } from './builtView';
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
          context.log(`${view.name} is built`);
        }
        const digest = await write(session, context, built);
        return { outcome: 'done', logical: { features: digest } };
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
  context: StepContext,
  views: readonly BuiltView[],
): Promise<Digest> {
  await requireOneOrder(session, context, views);
  const digests: Record<string, Digest> = {};
  for (const kind of ['features', 'times'] as const) {
    const file = outputFile(context, 'features', `${kind}.parquet`);
    const columns = views.flatMap(view => view[kind].map(({ name }) => name));
    await writeParquet(session, besideEachOther(context, views, kind), file, {
      orderBy: [' position'],
      columns: ['example_id', ...columns],
    });
    digests[kind] = await logicalDigest(session, parquet(file));
  }
  return digestOfJson(digests);
}

function besideEachOther(
  context: StepContext,
  views: readonly BuiltView[],
  kind: 'features' | 'times',
): string {
  return sideBySide(
    context,
    views.filter(view => view[kind].length > 0),
    view =>
      view[kind]
        .map(({ name, sql }) => `${sql} AS ${identifier(name)}`)
        .join(', '),
  );
}

/**
 * Rows are in one order everywhere, so that the first belongs to the first: a join
 * by number would take several times as long and as much memory.
 */
function sideBySide(
  context: StepContext,
  views: readonly BuiltView[],
  columns: (view: BuiltView, index: number) => string,
): string {
  const file = inputFile(context, 'examples', 'examples.parquet');
  const sides = views.map(
    (view, index) =>
      `POSITIONAL JOIN (SELECT ${columns(view, index)} FROM ${view.relation})`,
  );
  return `SELECT * FROM (SELECT ${POSITION}, example_id FROM ${withPosition(file)}) ${sides.join(' ')}`;
}

/** @throws Error where a row of a view would stand beside another one's example */
async function requireOneOrder(
  session: Session,
  context: StepContext,
  views: readonly BuiltView[],
) {
  const beside = sideBySide(
    context,
    views,
    (view, index) => `${view.position} AS p${index}`,
  );
  const differs = views.map(
    (_, index) => `p${index} IS DISTINCT FROM ${POSITION}`,
  );
  const { strangers } = await session.row(
    `SELECT count(*) FILTER (${['false', ...differs].join(' OR ')})::DOUBLE AS strangers FROM (${beside})`,
  );
  if (Number(strangers) > 0) {
    throw new Error(
      `${strangers} rows of features are not in the examples' order`,
    );
  }
}

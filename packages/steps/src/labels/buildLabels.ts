import {
  buildLabelsParameters,
  type BuildLabelsParameters,
} from '@trainyard/backstage-plugin-ml-training-common';
import {
  StepFailure,
  type BuiltinStep,
  type StepContext,
} from '@trainyard/runner';
import { columnsOf } from '../dataset/declaredColumns';
import { logicalDigest } from '../duckdb/logicalDigest';
import { ENGINE_VERSION, identifier, type Session } from '../duckdb/session';
import { writeParquet } from '../duckdb/writeParquet';
import { inputFile, outputFile, parquet } from '../stepFiles/stepFiles';
import { withSession } from '../stepFiles/withSession';

type DeclaredLabel = BuildLabelsParameters['labels'][number];

/** A label with its facts, and the examples that it is for. */
interface LabelTask {
  readonly label: DeclaredLabel;
  readonly facts: string;
  readonly examples: string;
}

/**
 * Finds each example's outcome, when it happened and when it was known. Whether
 * it counts for a window is decided when the dataset is split.
 */
export const buildLabels: BuiltinStep = {
  name: 'build-labels',
  version: `1.0.0+${ENGINE_VERSION}`,
  run: context =>
    withSession(context, async session => {
      const { labels } = buildLabelsParameters.parse(context.parameters);
      const examples = parquet(
        inputFile(context, 'examples', 'examples.parquet'),
      );
      const tasks = labels.map(label => ({
        label,
        facts: parquet(inputFile(context, 'tables', `${label.from}.parquet`)),
        examples,
      }));
      for (const task of tasks) await requireOutcomes(session, task);
      const file = outputFile(context, 'labels', 'labels.parquet');
      await writeLabels(session, tasks, examples, file);
      await logCounts(session, context, labels, file);
      return {
        outcome: 'done',
        logical: { labels: await logicalDigest(session, parquet(file)) },
      };
    }),
};

async function writeLabels(
  session: Session,
  tasks: readonly LabelTask[],
  examples: string,
  file: string,
) {
  const columns = tasks.flatMap(({ label }, index) => {
    const name = identifier(label.name);
    const known = `l${index}.${identifier(label.value)} IS NOT NULL`;
    const time = (column: string) =>
      `if(${known}, l${index}.${identifier(column)}, NULL)`;
    return [
      `l${index}.${identifier(label.value)}::INTEGER AS ${name}`,
      `${time(label.event_time)} AS ${identifier(`${label.name}.label_time`)}`,
      `${time(label.available_at)} AS ${identifier(`${label.name}.available_at`)}`,
    ];
  });
  const joins = tasks.map(
    ({ label, facts }, index) =>
      `LEFT JOIN ${facts} l${index} ON ${sameKey(label, 'e', `l${index}`)}`,
  );
  await writeParquet(
    session,
    `SELECT ${['e.example_id', 'e.prediction_time', ...columns].join(', ')}
       FROM ${examples} e ${joins.join(' ')}`,
    file,
    {
      orderBy: ['prediction_time', 'example_id'],
      columns: [
        'example_id',
        ...tasks.flatMap(({ label: { name } }) => [
          name,
          `${name}.label_time`,
          `${name}.available_at`,
        ]),
      ],
    },
  );
}

/** An equality, so that a null finds nothing. */
function sameKey({ on }: DeclaredLabel, example: string, fact: string): string {
  return Object.entries(on)
    .map(
      ([ours, theirs]) =>
        `${example}.${identifier(ours)} = ${fact}.${identifier(theirs)}`,
    )
    .join(' AND ');
}

/** @throws StepFailure where facts are no outcomes: other values than 0 and 1, or several an example */
async function requireOutcomes(session: Session, task: LabelTask) {
  const { label, facts, examples } = task;
  await requireColumns(session, task);
  const value = identifier(label.value);
  const { others } = await session.row(
    `SELECT count(*) FILTER (${value}::INTEGER NOT IN (0, 1))::DOUBLE AS others FROM ${facts}`,
  );
  if (Number(others) > 0) {
    const sample = await session.row(
      `SELECT min(${value})::VARCHAR AS least, max(${value})::VARCHAR AS most FROM ${facts}`,
    );
    throw new StepFailure(
      `label ${label.name}: ${others} rows of ${label.from} have a ${label.value} that is neither 0 nor 1: found ${sample.least} to ${sample.most}. Write a comparison in the table's SQL, such as (delay > 15).`,
    );
  }
  const theirs = Object.values(label.on).map(identifier).join(', ');
  // Only repeated facts that an example finds: others do no harm.
  const [several] = await session.rows(
    `SELECT min(e.example_id) AS example_id, min(f.n)::DOUBLE AS n
       FROM ${examples} e
       JOIN (SELECT ${theirs}, count(*) AS n FROM ${facts} GROUP BY ALL HAVING count(*) > 1) f
         ON ${sameKey(label, 'e', 'f')}
     HAVING count(*) > 0`,
  );
  if (several) {
    throw new StepFailure(
      `label ${label.name}: an example has one outcome, but ${label.from} has ${several.n} rows for example ${several.example_id}, by ${Object.values(label.on).join(', ')}. Join on the columns that name one row, or make one row of them in the table's SQL.`,
    );
  }
}

async function requireColumns(
  session: Session,
  { label, facts, examples }: LabelTask,
) {
  const theirs = await columnsOf(session, facts);
  const ours = await columnsOf(session, examples);
  const missing = [
    ...[label.value, ...Object.values(label.on)]
      .filter(name => !theirs.has(name))
      .map(name => `${label.from}.${name}`),
    ...Object.keys(label.on)
      .filter(name => !ours.has(name))
      .map(name => `examples.${name}`),
  ];
  if (missing.length > 0) {
    throw new StepFailure(
      `label ${label.name}: there is no column ${missing.join(', ')}. ${label.from} has ${[...theirs.keys()].join(', ')}; the examples have ${[...ours.keys()].join(', ')}.`,
    );
  }
  const type = String(theirs.get(label.value));
  if (!/^(BOOLEAN|U?(TINYINT|SMALLINT|INTEGER|BIGINT))$/.test(type)) {
    throw new StepFailure(
      `label ${label.name}: ${label.from}.${label.value} is ${type}; a label is true or false, 1 or 0. Write a comparison in the table's SQL, such as (delay > 15).`,
    );
  }
}

async function logCounts(
  session: Session,
  context: StepContext,
  labels: readonly DeclaredLabel[],
  file: string,
) {
  for (const { name } of labels) {
    const { rows, known } = await session.row(
      `SELECT count(*)::DOUBLE AS rows, count(${identifier(name)})::DOUBLE AS known FROM ${parquet(file)}`,
    );
    context.log(`${name}: ${known} of ${rows} examples have an outcome`);
  }
}

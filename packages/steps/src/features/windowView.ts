import type { FeatureView } from '@trainyard/backstage-plugin-ml-training-common';
import { StepFailure } from '@trainyard/runner';
import { columnsOf } from '../dataset/declaredColumns';
import { identifier, type Session } from '../duckdb/session';
import { timesOf, type BuiltView } from './builtView';
import type { Examples } from './examples';
import { factStream } from './facts';
import { sweep } from './sweep';
import { WindowTimeline, type WindowFeature } from './windowTimeline';

type WindowView = FeatureView & { readonly kind: 'window' };

const MICROSECONDS = 1_000_000;

/** A DOUBLE has every whole number below this one. */
const EXACT = 2 ** 53;

/**
 * Builds a view of kind `window`. The engine joins and sorts; the windows
 * themselves are walked here, in one pass over facts and examples in the order of
 * time, because running sums in SQL take ten times as long and cannot say which
 * facts of a window are the newest.
 *
 * @param facts - the table, as a relation
 */
export async function buildWindowView(
  session: Session,
  view: WindowView,
  examples: Examples,
  facts: string,
): Promise<BuiltView> {
  const names = columnNames(view);
  const values = await valuesOf(session, view, facts, names);
  const stream = await factStream(
    session,
    view,
    examples,
    facts,
    values.map(({ sql }) => sql),
    {
      // The first instant after its event at which a fact is known.
      usable: 'greatest(available, event + 1)',
      ties: [
        'available',
        // Sums of fractions depend on the order in which they are added.
        ...(values.some(({ isFraction }) => isFraction)
          ? ['event', ...values.map((_, index) => `v${index}`)]
          : []),
      ],
    },
  );
  const features = featuresOf(view, names);
  const timeline = new WindowTimeline(
    view.windows.map(({ seconds }) => seconds * MICROSECONDS),
    features,
    values.map(({ scale }) => scale),
    examples.rows,
  );
  const { questions } = await examples.keysOf(Object.keys(view.on));
  await sweep(questions, session.batches(stream), timeline);
  return stored(session, view, features, timeline);
}

/** Columns that sums and means are of, each once. */
function columnNames({ compute }: WindowView): string[] {
  const names = compute.flatMap(({ aggregate }) =>
    aggregate.op === 'count' ? [] : [aggregate.column],
  );
  return [...new Set(names)];
}

function featuresOf(
  { name, windows, compute }: WindowView,
  names: readonly string[],
): WindowFeature[] {
  return windows.flatMap(({ label }, window) =>
    compute.map(({ name: computed, aggregate }) => ({
      name: `${name}_${computed}_${label}`,
      window,
      op: aggregate.op,
      ...(aggregate.op !== 'count' && {
        column: names.indexOf(aggregate.column),
      }),
    })),
  );
}

interface Values {
  /** As a DOUBLE, over the table as `f`. */
  readonly sql: string;
  readonly scale: number;
  /** What no value may be. */
  readonly refused: string;
  readonly isFraction: boolean;
}

async function valuesOf(
  session: Session,
  { from }: WindowView,
  facts: string,
  names: readonly string[],
): Promise<Values[]> {
  const columns = await columnsOf(session, facts);
  const values = names.map(name => valueOf(from, name, columns));
  for (const [index, { refused }] of values.entries()) {
    const { offenders } = await session.row(
      `SELECT count(*) FILTER (${refused})::DOUBLE AS offenders FROM ${facts} f`,
    );
    if (Number(offenders) > 0) {
      throw new StepFailure(
        `${from}.${names[index]}: ${offenders} values are no finite numbers, or whole ones from 2^53 on, of which there is no exact sum. Write null for what is unknown, or take another unit, in the table's SQL.`,
      );
    }
  }
  return values;
}

function valueOf(
  from: string,
  name: string,
  columns: ReadonlyMap<string, string>,
): Values {
  const column = `f.${identifier(name)}`;
  const type = columns.get(name);
  if (type === undefined) {
    throw new StepFailure(
      `${from} has no column ${name}. Found ${[...columns.keys()].join(', ')}.`,
    );
  }
  const whole = (sql: string, scale = 1): Values => ({
    sql,
    scale,
    refused: `abs(${sql}) >= ${EXACT}`,
    isFraction: false,
  });
  if (type === 'BOOLEAN') return whole(`${column}::INTEGER::DOUBLE`);
  if (/^U?(TINYINT|SMALLINT|INTEGER|BIGINT)$/.test(type)) {
    return whole(`${column}::DOUBLE`);
  }
  const decimal = /^DECIMAL\(\d+,\s*(\d+)\)$/.exec(type);
  if (decimal) {
    const scale = 10 ** Number(decimal[1]);
    return whole(`round(${column}::DOUBLE * ${scale})`, scale);
  }
  if (type === 'FLOAT' || type === 'DOUBLE') {
    const sql = `${column}::DOUBLE`;
    return { sql, scale: 1, refused: `NOT isfinite(${sql})`, isFraction: true };
  }
  throw new StepFailure(
    `${from}.${name} is ${type}; sums and means are of numbers, true and false.`,
  );
}

async function stored(
  session: Session,
  { name }: WindowView,
  features: readonly WindowFeature[],
  timeline: WindowTimeline,
): Promise<BuiltView> {
  const table = `view ${name}`;
  await session.createTable(table, {
    ...Object.fromEntries(
      timeline.answers.map((answers, index) => [`a${index}`, answers]),
    ),
    event: timeline.newestEvent,
    available: timeline.newestAvailable,
  });
  return {
    relation: identifier(table),
    position: 'rowid',
    features: features.map((feature, index) => ({
      name: feature.name,
      sql: feature.op === 'count' ? `a${index}::BIGINT` : `a${index}`,
    })),
    times: timesOf(
      name,
      'make_timestamp(event::BIGINT)',
      'make_timestamp(available::BIGINT)',
    ),
  };
}

import { StepFailure } from '@trainyard/runner';
import { columnsOf } from '../dataset/declaredColumns';
import { identifier, type Session } from '../duckdb/session';
import { POSITION } from './builtView';

/** Where a view finds its facts and how an example finds those of its own. */
export interface FactSource {
  readonly name: string;
  readonly from: string;
  readonly on: Readonly<Record<string, string>>;
  readonly event_time: string;
  readonly available_at: string;
}

/** Examples as a relation with POSITION, and how many there are. */
export interface Examples {
  readonly relation: string;
  readonly columns: ReadonlyMap<string, string>;
  readonly rows: number;
}

/** Questions and facts of one view, numbered by key, each in the order of time. */
export interface Streams {
  /** Key, time of the prediction, position. */
  readonly questions: string;
  /** Key, the instant from which a fact can be used, event, available, and what else was asked for. */
  readonly facts: string;
}

/**
 * Prepares both streams of a view as SQL.
 *
 * Keys are numbered, because numbers are quick to sort and to compare; which
 * number a key gets is of no consequence. A key with a null in it finds nothing.
 *
 * @param usableFrom - of `event` and `available`, the first instant at which a
 *   question sees the fact
 * @param values - further columns of DOUBLE, over the table's columns as `f`; they
 *   break ties, so that sums of fractions are added in one order
 * @param facts - the table, as a relation
 */
export async function streamsOf(
  session: Session,
  source: FactSource,
  examples: Examples,
  facts: string,
  usableFrom: string,
  values: readonly string[],
): Promise<Streams> {
  await requireKeys(session, source, examples, facts);
  const ours = Object.keys(source.on).map(identifier);
  const pairs = Object.entries(source.on);
  const keys = identifier(`keys of ${source.name}`);
  await session.run(
    `CREATE TABLE ${keys} AS
       SELECT (row_number() OVER ())::DOUBLE AS key, * FROM (
         SELECT DISTINCT ${ours.join(', ')} FROM ${examples.relation}
          WHERE ${ours.map(column => `${column} IS NOT NULL`).join(' AND ')})`,
  );
  const same = (alias: string, side: 0 | 1) =>
    pairs
      .map(
        pair => `k.${identifier(pair[0])} = ${alias}.${identifier(pair[side])}`,
      )
      .join(' AND ');
  const event = `epoch_us(f.${identifier(source.event_time)})`;
  const available = `epoch_us(f.${identifier(source.available_at)})`;
  const further = values.map((value, index) => `${value} AS v${index}`);
  const tail = values.map((_, index) => `, v${index}`).join('');
  return {
    questions: `SELECT k.key, epoch_us(e.prediction_time)::DOUBLE AS instant, e.${POSITION}::DOUBLE AS position
        FROM ${examples.relation} e JOIN ${keys} k ON ${same('e', 0)}
       ORDER BY key, instant`,
    facts: `SELECT key, (${usableFrom})::DOUBLE AS usable, event::DOUBLE AS event, available::DOUBLE AS available${tail}
        FROM (SELECT ${['k.key', `${event} AS event`, `${available} AS available`, ...further].join(', ')}
                FROM ${facts} f JOIN ${keys} k ON ${same('f', 1)})
       ORDER BY key, usable, available, event${tail}`,
  };
}

/** What streamsOf() prepared is of no use any more. */
export async function dropKeys(session: Session, { name }: FactSource) {
  await session.run(`DROP TABLE ${identifier(`keys of ${name}`)}`);
}

async function requireKeys(
  session: Session,
  { from, on }: FactSource,
  examples: Examples,
  facts: string,
) {
  const theirs = await columnsOf(session, facts);
  for (const [ours, its] of Object.entries(on)) {
    const pair = [examples.columns.get(ours), theirs.get(its)];
    if (pair.includes(undefined)) {
      throw new StepFailure(
        `examples.${ours} is to meet ${from}.${its}, but ${pair[0] ? from : 'the examples'} ${pair[0] ? 'has' : 'have'} no such column. Found ${[...(pair[0] ? theirs : examples.columns).keys()].join(', ')}.`,
      );
    }
    if (isText(pair[0]) !== isText(pair[1])) {
      throw new StepFailure(
        `examples.${ours} is ${pair[0]}, ${from}.${its} is ${pair[1]}: they never meet. Cast one of them in the SQL.`,
      );
    }
  }
}

function isText(type: string | undefined): boolean {
  return type === 'VARCHAR';
}

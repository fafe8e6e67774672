import { StepFailure } from '@trainyard/runner';
import { columnsOf } from '../dataset/declaredColumns';
import { identifier, type Session } from '../duckdb/session';
import { KEY, type Examples } from './examples';

/** Where a view finds its facts, and how an example finds those of its own. */
export interface FactSource {
  readonly from: string;
  /** Example column: table column. */
  readonly on: Readonly<Record<string, string>>;
  readonly event_time: string;
  readonly available_at: string;
}

/** Places of a fact's columns in its stream. */
export const FACT = { key: 0, usable: 1, event: 2, available: 3, values: 4 };

export interface FactOrder {
  /** Of `event` and `available`, in microseconds: the first instant at which a question sees the fact. */
  readonly usable: string;
  /** By what facts are ordered that become usable at one instant. */
  readonly ties: readonly string[];
}

/**
 * The facts that some example may ask for, as SQL: numbers of keys and
 * microseconds as DOUBLE, in order of key and of the instant at which they become
 * usable.
 *
 * @param facts - the table, as a relation
 * @param values - further columns of DOUBLE, over the table as `f`; `ties` may
 *   name them v0, v1, …
 * @throws StepFailure where examples and facts cannot meet
 */
export async function factStream(
  session: Session,
  source: FactSource,
  examples: Examples,
  facts: string,
  values: readonly string[],
  { usable, ties }: FactOrder,
): Promise<string> {
  await requireMeeting(session, source, examples, facts);
  const { table } = await examples.keysOf(Object.keys(source.on));
  const same = Object.entries(source.on).map(
    ([ours, theirs]) => `k.${identifier(ours)} = f.${identifier(theirs)}`,
  );
  const further = values.map((_, index) => `v${index}`);
  return `
    SELECT key::DOUBLE, usable::DOUBLE, event::DOUBLE, available::DOUBLE${further.map(name => `, ${name}`).join('')}
      FROM (SELECT *, ${usable} AS usable
              FROM (SELECT k.${KEY} AS key,
                           epoch_us(f.${identifier(source.event_time)}) AS event,
                           epoch_us(f.${identifier(source.available_at)}) AS available
                           ${values.map((value, index) => `, ${value} AS v${index}`).join('')}
                      FROM ${facts} f JOIN ${table} k ON ${same.join(' AND ')}))
     ORDER BY ${['key', 'usable', ...ties].join(', ')}`;
}

async function requireMeeting(
  session: Session,
  { from, on }: FactSource,
  examples: Examples,
  facts: string,
) {
  const theirs = await columnsOf(session, facts);
  for (const [our, their] of Object.entries(on)) {
    const ourType = requireColumn('examples', our, examples.columns);
    const theirType = requireColumn(from, their, theirs);
    if ((ourType === 'VARCHAR') !== (theirType === 'VARCHAR')) {
      throw new StepFailure(
        `examples.${our} is ${ourType}, ${from}.${their} is ${theirType}: they never meet. Cast one of them in the SQL.`,
      );
    }
  }
}

function requireColumn(
  relation: string,
  column: string,
  columns: ReadonlyMap<string, string>,
): string {
  const type = columns.get(column);
  if (type !== undefined) return type;
  throw new StepFailure(
    `${relation} has no column ${column}, by which examples are to find their facts. Found ${[...columns.keys()].filter(name => !name.startsWith(' ')).join(', ')}.`,
  );
}

import { StepFailure } from '@trainyard/runner';
import { columnsOf } from '../dataset/declaredColumns';
import { identifier, literal, type Session } from '../duckdb/session';
import { POSITION } from './builtView';
import { questionsOf, type Questions } from './questions';

/** Microseconds that a double tells apart: some 285 years around 1970. */
const EXACT = 2 ** 53;

/** Keys that examples have, numbered, and the examples in order of key and time. */
export interface NumberedKeys {
  /** A table of the session: `key`, and the columns that make it, without nulls. */
  readonly table: string;
  readonly questions: Questions;
}

/** The examples of a step, in the order of their file: that of prediction time. */
export class Examples {
  private readonly numbered = new Map<string, NumberedKeys>();

  private constructor(
    private readonly session: Session,
    /** As SQL, with POSITION. */
    readonly relation: string,
    readonly columns: ReadonlyMap<string, string>,
    /** Of the predictions, by position, in microseconds. */
    private readonly instants: Float64Array,
  ) {}

  /** @throws StepFailure where a prediction time is beyond what doubles tell apart */
  static async read(session: Session, file: string): Promise<Examples> {
    const relation = withPosition(file);
    const { instant, position } = await session.columnDoubles(
      `SELECT epoch_us(prediction_time)::DOUBLE AS instant, ${POSITION}::DOUBLE AS position FROM ${relation}`,
    );
    const instants = new Float64Array(instant.length);
    for (let at = 0; at < instant.length; at += 1) {
      if (!(Math.abs(instant[at]) <= EXACT)) {
        throw new StepFailure(
          "an example has a prediction time before 1685 or after 2255. Look at its unit in the table's SQL.",
        );
      }
      instants[position[at]] = instant[at];
    }
    const columns = await columnsOf(session, relation);
    return new Examples(session, relation, columns, instants);
  }

  get rows(): number {
    return this.instants.length;
  }

  /**
   * Numbers the keys of some columns: numbers are quick to sort and to compare.
   * Which number a key gets is of no consequence. A key with a null has none, and
   * finds nothing.
   */
  async keysOf(columns: readonly string[]): Promise<NumberedKeys> {
    const names = [...columns].sort().map(identifier);
    const id = names.join(', ');
    const known = this.numbered.get(id);
    if (known) return known;

    const table = identifier(`keys ${this.numbered.size}`);
    await this.session.run(
      `CREATE TABLE ${table} AS
         SELECT (row_number() OVER () - 1)::INTEGER AS ${KEY}, * FROM (
           SELECT DISTINCT ${id} FROM ${this.relation}
            WHERE ${names.map(name => `${name} IS NOT NULL`).join(' AND ')})`,
    );
    const { position, key } = await this.session.columnDoubles(
      `SELECT ${POSITION}::DOUBLE AS position, ${KEY}::DOUBLE AS key
         FROM ${this.relation} JOIN ${table} USING (${id})`,
    );
    const questions = questionsOf(this.instants, position, key);
    const keys = { table, questions };
    this.numbered.set(id, keys);
    return keys;
  }
}

/** The number of a key; with a blank before it, as POSITION has. */
export const KEY = identifier(' key');

/** A Parquet file as a relation, with the place of each row in it. */
export function withPosition(file: string): string {
  return `(SELECT file_row_number AS ${POSITION}, * EXCLUDE (file_row_number)
    FROM read_parquet(${literal(file)}, file_row_number = true))`;
}

import type {
  DuckDBConnection,
  DuckDBInstance,
  DuckDBResult,
} from '@duckdb/node-api';
import { engine } from './engine';

/**
 * The engine that every built-in runs on. It belongs to the version of each
 * built-in, because another engine may write other bytes for equal rows.
 */
export const ENGINE_VERSION = 'duckdb-1.5.5';

/** What a session may use. */
export interface SessionLimits {
  readonly threads: number;
  readonly memoryBytes?: number;
  /** Where it spills; nothing else on the disk is written by the engine itself. */
  readonly scratch: string;
  /** How much it may spill; nine tenths of the free disk where it is absent. */
  readonly spillBytes?: number;
  /** Stops the statement that runs, and every later one. */
  readonly signal?: AbortSignal;
}

/** Rows of a chunk of the engine, at most. */
const LARGEST_CHUNK = 2048;

/** Some rows of an answer of numbers, column by column. */
export interface Batch {
  readonly names: readonly string[];
  /** May be longer than `rows`; what follows is of no meaning. NaN stands for null. */
  readonly columns: readonly Float64Array[];
  readonly rows: number;
}

/** A value of a row as JSON can say it; whole numbers beyond 2^53 and decimals are strings. */
export type Row = Readonly<Record<string, unknown>>;

/**
 * A DuckDB of a step's own: in UTC, never loading an extension from outside.
 * Close it, or its memory stays until the process ends.
 */
export class Session {
  /** Every connection on which something may run. */
  private readonly connections: Set<DuckDBConnection>;
  private interrupting?: NodeJS.Timeout;
  /** An interrupt that comes before the engine has begun a statement is lost: it is said until heard. */
  private readonly interrupt = () => {
    const interruptAll = () =>
      this.connections.forEach(connection => connection.interrupt());
    interruptAll();
    this.interrupting = setInterval(interruptAll, 50);
    this.interrupting.unref();
  };

  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
    private readonly signal: AbortSignal | undefined,
  ) {
    this.connections = new Set([connection]);
    signal?.addEventListener('abort', this.interrupt);
  }

  static async open(limits: SessionLimits): Promise<Session> {
    const { memoryBytes, spillBytes, signal } = limits;
    const instance = await engine().DuckDBInstance.create(':memory:', {
      threads: String(limits.threads),
      temp_directory: limits.scratch,
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      preserve_insertion_order: 'true',
      ...(memoryBytes && { memory_limit: `${memoryBytes}B` }),
    });
    const connection = await instance.connect();
    await connection.run(`SET GLOBAL TimeZone = 'UTC'`);
    // As an option of the instance it is accepted and ignored.
    if (spillBytes !== undefined) {
      await connection.run(`SET max_temp_directory_size = '${spillBytes}B'`);
    }
    return new Session(instance, connection, signal);
  }

  /** Every statement of the text, in order. */
  async run(sql: string): Promise<void> {
    await this.watched(() => this.connection.run(sql));
  }

  /** Rows as objects of JSON values. For small answers. */
  async rows(sql: string): Promise<readonly Row[]> {
    const reader = await this.watched(() => this.connection.runAndReadAll(sql));
    return reader.getRowObjectsJson();
  }

  /** The only row of an answer. @throws Error where there are none or several */
  async row(sql: string): Promise<Row> {
    const rows = await this.rows(sql);
    if (rows.length !== 1) {
      throw new Error(`expected one row, found ${rows.length}: ${sql}`);
    }
    return rows[0];
  }

  /**
   * Columns of numbers as typed arrays, for large answers. Every column must be
   * a DOUBLE: cast it in the query. NaN stands for null.
   */
  async columnDoubles(
    sql: string,
  ): Promise<Readonly<Record<string, Float64Array>>> {
    let columns: readonly GrowingColumn[] = [];
    let names: readonly string[] = [];
    for await (const batch of this.batches(sql)) {
      if (columns.length === 0) {
        names = batch.names;
        columns = names.map(() => new GrowingColumn());
      }
      for (const [index, column] of columns.entries()) {
        column.append(batch.columns[index].subarray(0, batch.rows));
      }
    }
    return Object.fromEntries(
      names.map((name, index) => [name, columns[index].all()]),
    );
  }

  /**
   * The same, a few thousand rows at a time: neither the engine nor the reader
   * holds the whole answer. Several may be read at once. A batch is only good
   * until the next one is asked for. An empty answer is one empty batch.
   */
  async *batches(sql: string): AsyncGenerator<Batch> {
    const connection = await this.instance.connect();
    this.connections.add(connection);
    try {
      const answer = await this.watched(() => connection.stream(sql));
      const names = answer.deduplicatedColumnNames();
      const columns = names.map(() => new Float64Array(LARGEST_CHUNK));
      let chunks = 0;
      for await (const chunk of this.chunks(answer)) {
        // Asked once: each time is a call into the native library.
        const rows = chunk.rowCount;
        for (const [index, column] of columns.entries()) {
          const vector = chunk.getColumnVector(index);
          for (let row = 0; row < rows; row += 1) {
            const value = vector.getItem(row);
            column[row] = typeof value === 'number' ? value : Number.NaN;
          }
        }
        yield { names, columns, rows };
        chunks += 1;
      }
      if (chunks === 0) yield { names, columns, rows: 0 };
    } finally {
      this.connections.delete(connection);
      connection.closeSync();
    }
  }

  /** The first column as texts, for large answers: cast it to VARCHAR in the query. */
  async columnStrings(sql: string): Promise<(string | null)[]> {
    const answer = await this.watched(() => this.connection.stream(sql));
    const texts: (string | null)[] = [];
    for await (const chunk of this.chunks(answer)) {
      for (const value of chunk.getColumnValues(0)) {
        texts.push(value === null ? null : String(value));
      }
    }
    return texts;
  }

  private async *chunks(answer: DuckDBResult) {
    for (;;) {
      const chunk = await this.watched(() => answer.fetchChunk());
      if (!chunk || chunk.rowCount === 0) return;
      yield chunk;
    }
  }

  /**
   * Makes a table of DOUBLE columns, its rows in the order of the arrays.
   *
   * @param columns - of equal lengths; NaN becomes null
   */
  async createTable(
    name: string,
    columns: Readonly<Record<string, Float64Array>>,
  ): Promise<void> {
    const arrays = Object.values(columns);
    const types = Object.keys(columns).map(
      column => `${identifier(column)} DOUBLE`,
    );
    await this.run(`CREATE TABLE ${identifier(name)} (${types.join(', ')})`);
    const appender = await this.connection.createAppender(name);
    const { DOUBLE, DuckDBDataChunk } = engine();
    const chunk = DuckDBDataChunk.create(arrays.map(() => DOUBLE));
    const rows = arrays[0]?.length ?? 0;
    for (let from = 0; from < rows; from += LARGEST_CHUNK) {
      this.signal?.throwIfAborted();
      const some = Math.min(LARGEST_CHUNK, rows - from);
      chunk.rowCount = some;
      for (const [index, array] of arrays.entries()) {
        const vector = chunk.getColumnVector(index);
        for (let row = 0; row < some; row += 1) {
          const value = array[from + row];
          vector.setItem(row, Number.isNaN(value) ? null : value);
        }
        vector.flush();
      }
      appender.appendDataChunk(chunk);
    }
    appender.closeSync();
  }

  /** @throws the signal's reason, where the work ended because of it; else EngineError */
  private async watched<T>(work: () => Promise<T>): Promise<T> {
    this.signal?.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      this.signal?.throwIfAborted();
      throw new EngineError(messageOf(error), { cause: error });
    } finally {
      if (this.signal?.aborted) clearInterval(this.interrupting);
    }
  }

  close() {
    this.signal?.removeEventListener('abort', this.interrupt);
    clearInterval(this.interrupting);
    this.connection.closeSync();
    this.instance.closeSync();
  }
}

/** What the engine says of a statement that it cannot run. */
export class EngineError extends Error {
  override readonly name = 'EngineError';

  /** Without the excerpt of the statement, which may be one of ours. */
  get summary(): string {
    return this.message.split('\n')[0];
  }
}

/** Not by instanceof: what a native library throws may come from another realm. */
function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error
    ? String(error.message)
    : String(error);
}

/** Numbers with place for more: it doubles, so that copies stay few. */
class GrowingColumn {
  private numbers = new Float64Array(1 << 14);
  private length = 0;

  append(more: Float64Array) {
    const needed = this.length + more.length;
    if (needed > this.numbers.length) {
      const wider = new Float64Array(Math.max(needed, this.numbers.length * 2));
      wider.set(this.numbers);
      this.numbers = wider;
    }
    this.numbers.set(more, this.length);
    this.length = needed;
  }

  all(): Float64Array {
    return this.numbers.slice(0, this.length);
  }
}

/** A name as SQL reads it, whatever characters it has. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as SQL reads it. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

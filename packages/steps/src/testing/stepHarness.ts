import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  digestOfText,
  type JsonObject,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { BuiltinStep, StepOutcome } from '@trainyard/runner';
import { literal, Session, type Row } from '../duckdb/session';

/** Runs built-in steps in folders of a test's own, on tables made by plain SQL. */
export class StepHarness {
  readonly metrics: Record<string, number> = {};
  private readonly inputs: Record<string, string> = {};
  private outputs: Record<string, string> = {};
  private runs = 0;

  private constructor(
    readonly folder: string,
    private readonly session: Session,
  ) {}

  static async make(): Promise<StepHarness> {
    const folder = await mkdtemp(join(tmpdir(), 'step-'));
    const session = await Session.open({ threads: 1, scratch: folder });
    return new StepHarness(folder, session);
  }

  async remove(): Promise<void> {
    this.session.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** An empty input, or what an input holds already. */
  async input(name: string): Promise<string> {
    const folder = join(this.folder, 'in', name);
    await mkdir(folder, { recursive: true });
    this.inputs[name] = folder;
    return folder;
  }

  /** A Parquet file of an input, written by the engine's own defaults and not by ours. */
  async table(input: string, file: string, select: string): Promise<void> {
    const path = await this.file(input, file, '');
    await this.session.run(
      `COPY (${select}) TO ${literal(path)} (FORMAT parquet)`,
    );
  }

  async file(input: string, file: string, text: string): Promise<string> {
    const path = join(await this.input(input), file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    return path;
  }

  /** What the last run wrote becomes an input of the next one. */
  adopt(output: string): void {
    this.inputs[output] = this.outputs[output];
  }

  /** An input under another name as well. */
  lend(input: string, as: string): void {
    this.inputs[as] = this.folderOf(input);
  }

  folderOf(input: string): string {
    const folder = this.inputs[input];
    if (folder === undefined) throw new Error(`there is no input ${input}`);
    return folder;
  }

  /** Takes an input away, as an optional one may be absent. */
  forget(input: string): void {
    delete this.inputs[input];
  }

  async run(
    step: BuiltinStep,
    parameters: object,
    outputs: readonly string[],
    threads = 2,
  ): Promise<StepOutcome> {
    this.runs += 1;
    const own = join(this.folder, `run-${this.runs}`);
    const scratch = join(own, 'scratch');
    await mkdir(scratch, { recursive: true });
    this.outputs = {};
    for (const output of outputs) {
      const folder = join(own, output);
      await mkdir(folder);
      this.outputs[output] = folder;
    }
    return step.run({
      inputs: this.inputs,
      inputDigests: Object.fromEntries(
        Object.keys(this.inputs).map(name => [name, digestOfText(name)]),
      ),
      outputs: this.outputs,
      parameters: parameters as JsonObject,
      threads,
      scratch,
      log: () => {},
      metric: (name, value) => {
        this.metrics[name] = value;
      },
      signal: new AbortController().signal,
    });
  }

  path(output: string, file: string): string {
    return join(this.outputs[output], file);
  }

  async bytes(output: string, file: string): Promise<Buffer> {
    return readFile(this.path(output, file));
  }

  async json(output: string, file: string): Promise<JsonObject> {
    return JSON.parse((await this.bytes(output, file)).toString());
  }

  /** The rows of a table that the last run wrote, in the order of the file. */
  async rows(
    output: string,
    file: string,
    select = '*',
  ): Promise<readonly Row[]> {
    const path = literal(this.path(output, file));
    return this.session.rows(`SELECT ${select} FROM read_parquet(${path})`);
  }

  /** Names and types of the columns of a table that the last run wrote. */
  async columns(output: string, file: string): Promise<string[]> {
    const path = literal(this.path(output, file));
    const rows = await this.session.rows(
      `DESCRIBE SELECT * FROM read_parquet(${path})`,
    );
    return rows.map(row => `${row.column_name} ${row.column_type}`);
  }
}

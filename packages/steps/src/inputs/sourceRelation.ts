import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { SourceTable } from '@trainyard/backstage-plugin-ml-training-common';
import { StepFailure } from '@trainyard/runner';
import { columnsOf } from '../dataset/declaredColumns';
import { EngineError, literal, type Session } from '../duckdb/session';

/** The name of the key that is a row's position, counted from 0. */
const ROW = 'row';

/**
 * A source as a query of ours: its files taken together, in the order of their
 * paths. Where its key is `row` and the files have no such column, `row` is the
 * position of a row, which a filter leaves as it is.
 *
 * @throws StepFailure where there is no file or the engine cannot read it
 */
export async function sourceRelation(
  session: Session,
  source: SourceTable,
  folder: string,
): Promise<string> {
  const files = await filesOf(folder);
  if (files.length === 0) {
    throw new StepFailure(
      `source ${source.name} has no file. Look at its path, and pin again.`,
    );
  }
  const relation = READ[source.format](files);
  const columns = await readable(source, () => columnsOf(session, relation));
  const names = [...columns.keys()].map(name => name.toLowerCase());
  if (source.key.join() !== ROW || names.includes(ROW)) {
    return `SELECT * FROM ${relation}`;
  }
  // The position that the file itself knows costs nothing; counting rows costs a thread.
  return source.format === 'parquet' && files.length === 1
    ? `SELECT file_row_number AS "${ROW}", * EXCLUDE (file_row_number)
         FROM read_parquet(${literal(files[0])}, file_row_number = true)`
    : `SELECT row_number() OVER () - 1 AS "${ROW}", * FROM ${relation}`;
}

/** @throws StepFailure with the source's name, in place of an error of the engine */
export async function readable<T>(
  source: SourceTable,
  read: () => Promise<T>,
): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw new StepFailure(
      `source ${source.name} cannot be read as ${source.format}: ${withoutFolders(error.summary)}`,
    );
  }
}

/** Paths of this machine say nothing to whoever mends the source. */
function withoutFolders(message: string): string {
  return message.replace(/(?<=["'\s])\/[^"'\s]*\//g, '');
}

const READ: Record<
  SourceTable['format'],
  (files: readonly string[]) => string
> = {
  parquet: files => `read_parquet(${listOf(files)}, union_by_name = false)`,
  // Types are found by looking at every row: a look at the first ones would make
  // the type of a column depend on where a value stands. Only what is empty is
  // null: "NA" is a text.
  csv: files =>
    `read_csv(${listOf(files)}, header = true, auto_detect = true,
                sample_size = -1, all_varchar = false, nullstr = '',
                union_by_name = false, ignore_errors = false, null_padding = false)`,
};

function listOf(files: readonly string[]): string {
  return `[${files.map(literal).join(', ')}]`;
}

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, {
    recursive: true,
    withFileTypes: true,
  });
  return entries
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

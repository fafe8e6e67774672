import { access } from 'node:fs/promises';
import type { StepContext } from '@trainyard/runner';
import { columnProblems, columnsOf } from '../dataset/declaredColumns';
import type { ColumnType } from '@trainyard/backstage-plugin-ml-training-common';
import type { Session } from '../duckdb/session';
import { inputFile, parquet } from '../stepFiles/stepFiles';

/** What a checked dataset consists of: an input and a file of it. */
export const DATASET_FILES = [
  'dataset/dataset.parquet',
  'features/times.parquet',
  'train/train.parquet',
  'validation/validation.parquet',
  'examples/validation.parquet',
  'examples/test.parquet',
  'labels/validation.parquet',
  'labels/test.parquet',
] as const;
export type DatasetFile = (typeof DATASET_FILES)[number];

/** Thrown inside a measurement and caught at its door: why nobody can tell. */
export class NotMeasurable extends Error {
  override readonly name = 'NotMeasurable';
}

interface FoundTable {
  /** As SQL. */
  readonly relation: string;
  readonly columns: ReadonlyMap<string, string>;
}

/**
 * The tables as they were found. One that is missing or unreadable is told of by
 * the measurements that need it, in words without a path: what they say is sealed.
 */
export class DatasetTables {
  private constructor(
    private readonly found: ReadonlyMap<DatasetFile, FoundTable | string>,
  ) {}

  static async find(
    session: Session,
    context: StepContext,
  ): Promise<DatasetTables> {
    const found = new Map<DatasetFile, FoundTable | string>();
    for (const file of DATASET_FILES) {
      found.set(file, await findTable(session, context, file));
    }
    return new DatasetTables(found);
  }

  /** @throws NotMeasurable where there is no such table */
  columns(file: DatasetFile): ReadonlyMap<string, string> {
    return this.table(file).columns;
  }

  /**
   * A table as SQL.
   *
   * @param needed - columns that the query speaks of; `null` where any type will do
   * @throws NotMeasurable where the table or a column is missing or of another type
   */
  relation(
    file: DatasetFile,
    needed: Readonly<Record<string, ColumnType | null>> = {},
  ): string {
    const { relation, columns } = this.table(file);
    const problems = columnProblems(
      file,
      columns,
      new Map(Object.entries(needed)),
    );
    if (problems.length > 0) throw new NotMeasurable(problems.join('; '));
    return relation;
  }

  private table(file: DatasetFile): FoundTable {
    const found = this.found.get(file);
    if (found === undefined || typeof found === 'string') {
      throw new NotMeasurable(found ?? `${file} is missing`);
    }
    return found;
  }
}

async function findTable(
  session: Session,
  context: StepContext,
  file: DatasetFile,
): Promise<FoundTable | string> {
  const [input, name] = file.split('/');
  const path = inputFile(context, input, name);
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (!isThere) return `${file} is missing`;
  try {
    const relation = parquet(path);
    return { relation, columns: await columnsOf(session, relation) };
  } catch {
    context.signal.throwIfAborted();
    return `${file} cannot be read as Parquet`;
  }
}

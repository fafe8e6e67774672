import { columnsOf } from '../dataset/declaredColumns';
import type { Session } from '../duckdb/session';
import { parquet } from '../stepFiles/stepFiles';

export interface RawFile {
  /** Relative to the folder of predictions. */
  readonly name: string;
  readonly path: string;
  /** Not a link, which may lead anywhere, nor a pipe, which may never end. */
  readonly isFile: boolean;
}

/** What is wrong with the files as such; empty where they can be read as predictions. */
export async function predictionFileProblems(
  session: Session,
  files: readonly RawFile[],
  labels: readonly string[],
): Promise<string[]> {
  const advice = `Write Parquet files to $TRAINYARD_OUT/predictions, each with the columns example_id (text) and ${labels
    .map(label => `${label} (64-bit float)`)
    .join(', ')}, and nothing else.`;
  if (files.length === 0) return [`No predictions were written. ${advice}`];
  const problems: string[] = [];
  for (const { name, path, isFile } of files) {
    const found =
      isFile && name.endsWith('.parquet')
        ? await columnsOf(session, parquet(path)).catch(() => null)
        : null;
    problems.push(
      ...(found
        ? columnProblems(found, labels)
        : ['it is no Parquet file']
      ).map(problem => `predictions/${name}: ${problem}.`),
    );
  }
  return problems.length > 0 ? [...problems, advice] : [];
}

function columnProblems(
  found: ReadonlyMap<string, string>,
  labels: readonly string[],
): string[] {
  const expected = new Map([
    ['example_id', 'VARCHAR'],
    ...labels.map((label): [string, string] => [label, 'DOUBLE']),
  ]);
  return [
    ...[...expected].flatMap(([name, type]) => {
      const actual = found.get(name);
      if (actual === type) return [];
      return actual === undefined
        ? [`it has no column "${name}"`]
        : [`column "${name}" is ${actual}, expected ${type}`];
    }),
    ...[...found.keys()]
      .filter(name => !expected.has(name))
      .map(name => `column "${name}" belongs to no label`),
  ];
}

import type { SplitDatasetParameters } from '@trainyard/backstage-plugin-ml-training-common';
import { StepFailure, type StepContext } from '@trainyard/runner';
import { columnsOf } from '../dataset/declaredColumns';
import { identifier, literal, type Session } from '../duckdb/session';
import { writeParquet } from '../duckdb/writeParquet';
import { writeJson } from '../stepFiles/jsonFile';
import { inputFile, outputFile, parquet } from '../stepFiles/stepFiles';
import { segmentColumn, type SegmentColumn } from './segmentColumns';
import type { SegmentGroups } from './segmentGroups';
import { isKept, SPLITS } from './windows';

/** Columns of the table of segments that are no segments. */
const OWN_COLUMNS = new Set(['example_id', 'prediction_time', 'split']);

/** Writes to which group of each segment every row that was kept belongs. */
export async function writeSegments(
  session: Session,
  context: StepContext,
  dataset: string,
  parameters: SplitDatasetParameters,
): Promise<void> {
  const types = await placeRows(session, context, dataset, parameters);
  const segments: SegmentColumn[] = [];
  for (const [index, segment] of parameters.segments.entries()) {
    if (OWN_COLUMNS.has(segment.name)) {
      throw new StepFailure(
        `a segment cannot be called "${segment.name}": the table of segments has such a column. Give it another name.`,
      );
    }
    segments.push(await segmentColumn(session, segment, index, types[index]));
  }
  const groups = segments.map(
    ({ name, group }) => `, ${group} AS ${identifier(name)}`,
  );
  const file = outputFile(context, 'segments', 'segments.parquet');
  await writeParquet(
    session,
    `SELECT example_id, prediction_time, split ${groups.join('')} FROM placed`,
    file,
    {
      orderBy: ['prediction_time', 'example_id'],
      columns: ['example_id', 'split', ...segments.map(({ name }) => name)],
    },
  );
  const document: SegmentGroups = { schema_version: 1, segments: {} };
  for (const { name, groups: all } of segments) {
    const rows = await session.rows(
      `SELECT DISTINCT ${identifier(name)} AS name FROM ${parquet(file)}`,
    );
    const found = new Set(rows.map(row => row.name));
    document.segments[name] = [...new Set(all)].filter(it => found.has(it));
  }
  await writeJson(outputFile(context, 'segments', 'segments.json'), document);
}

/**
 * Makes table `placed`: the rows that were kept, with their split and, a segment,
 * `value_<index>` from the context or, where it is a feature, from the dataset.
 *
 * @returns types of those columns, in the order of segments
 */
async function placeRows(
  session: Session,
  context: StepContext,
  dataset: string,
  { windows, features, labels, segments }: SplitDatasetParameters,
): Promise<readonly string[]> {
  const other = parquet(inputFile(context, 'context', 'context.parquet'));
  const inContext = await columnsOf(session, other);
  const inDataset = await columnsOf(session, dataset);
  const columns = segments.map(({ name, column }) => {
    const isFeature = features.some(feature => feature.name === column);
    const type =
      inContext.get(column) ?? (isFeature ? inDataset.get(column) : undefined);
    if (type === undefined) {
      throw new StepFailure(
        `segment "${name}" speaks of column "${column}", which neither the examples nor the features have. ` +
          'Name a column of the base table or a feature.',
      );
    }
    return {
      column: identifier(column),
      type,
      isContext: inContext.has(column),
    };
  });
  const valuesOf = (isContext: boolean) =>
    columns.flatMap((column, index) =>
      column.isContext === isContext
        ? [`, ${column.column} AS value_${index}`]
        : [],
    );
  const cases = SPLITS.map(
    split => `WHEN ${isKept(split, windows, labels)} THEN ${literal(split)}`,
  );
  const ours = `SELECT example_id, prediction_time, CASE ${cases.join(' ')} END AS split
    ${valuesOf(false).join('')} FROM ${dataset}`;
  const theirs = valuesOf(true);
  await session.run(
    theirs.length === 0
      ? `CREATE TEMP TABLE placed AS FROM (${ours}) WHERE split IS NOT NULL`
      : `CREATE TEMP TABLE placed AS
           SELECT ours.*, theirs.* EXCLUDE (example_id)
             FROM (${ours}) ours
             LEFT JOIN (SELECT example_id ${theirs.join('')} FROM ${other}) theirs
               ON theirs.example_id = ours.example_id
            WHERE split IS NOT NULL`,
  );
  return columns.map(({ type }) => type);
}

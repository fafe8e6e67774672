import type { ColumnType } from '@trainyard/backstage-plugin-ml-training-common';
import { columnProblems } from '../dataset/declaredColumns';
import type { DatasetFile } from './datasetTables';
import type { Measure } from './measure';

/**
 * Counts columns that are missing, of another type, or declared by nobody: the
 * last are how a label finds its way to where examples are scored. Its sample
 * names columns.
 */
export const measureSchema: Measure = async ({ tables, parameters }) => {
  const problems: string[] = [];
  let checked = 0;
  for (const [file, expected] of expectedColumns(parameters)) {
    const found = tables.columns(file);
    checked += new Set([...found.keys(), ...expected.keys()]).size;
    problems.push(
      ...columnProblems(file, found, expected),
      ...[...found.keys()]
        .filter(name => !expected.has(name))
        .map(name => `${file}: column "${name}" is declared by nobody`),
    );
  }
  return {
    observed: problems.length,
    checked,
    failed: problems.length,
    sample: problems,
  };
};

type Expected = ReadonlyMap<string, ColumnType | null>;

function expectedColumns({
  features,
  labels,
}: Parameters<Measure>[0]['parameters']): [DatasetFile, Expected][] {
  const id: [string, ColumnType] = ['example_id', 'string'];
  const example: [string, ColumnType][] = [
    id,
    ['prediction_time', 'timestamp'],
    ...features.map(({ name, type }): [string, ColumnType] => [name, type]),
  ];
  // The type of a label is the team's; that it is 0 or 1 is seen where it is used.
  const values = labels.map((label): [string, null] => [label, null]);
  const times = labels.flatMap((label): [string, ColumnType][] => [
    [`${label}.label_time`, 'timestamp'],
    [`${label}.available_at`, 'timestamp'],
  ]);
  return [
    ['dataset/dataset.parquet', new Map([...example, ...values, ...times])],
    ['train/train.parquet', new Map([...example, ...values])],
    ['validation/validation.parquet', new Map([...example, ...values])],
    ['examples/validation.parquet', new Map(example)],
    ['examples/test.parquet', new Map(example)],
    ['labels/validation.parquet', new Map([id, ...values])],
    ['labels/test.parquet', new Map([id, ...values])],
  ];
}

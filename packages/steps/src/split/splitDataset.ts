import {
  splitDatasetParameters,
  type SplitDatasetParameters,
  type SplitDocument,
} from '@trainyard/backstage-plugin-ml-training-common';
import { type BuiltinStep, type StepContext } from '@trainyard/runner';
import { ENGINE_VERSION, type Session } from '../duckdb/session';
import { writeParquet } from '../duckdb/writeParquet';
import { writeJson } from '../stepFiles/jsonFile';
import { inputFile, outputFile, parquet } from '../stepFiles/stepFiles';
import { withSession } from '../stepFiles/withSession';
import { countRows } from './countRows';
import { isKept, SPLITS, type Split } from './windows';
import { writeSegments } from './writeSegments';

/**
 * Splits by prediction time into training, validation and test. A row counts
 * when each of its labels was known by the cut-off of its window.
 */
export const splitDataset: BuiltinStep = {
  name: 'split-dataset',
  version: `1.0.0+${ENGINE_VERSION}`,
  run: context =>
    withSession(context, async session => {
      const parameters = splitDatasetParameters.parse(context.parameters);
      const dataset = parquet(inputFile(context, 'dataset', 'dataset.parquet'));
      const document = await countRows(session, dataset, parameters);
      await writeJson(outputFile(context, 'split', 'split.json'), document);
      await writeSplits(session, context, dataset, parameters);
      await writeSegments(session, context, dataset, parameters);
      for (const line of wordsOf(document)) context.log(line);
      return { outcome: 'done' };
    }),
};

/**
 * Who reads a file decides what is in it: nothing beside user code tells when a
 * label was known, and examples to be scored tell no label at all.
 */
async function writeSplits(
  session: Session,
  context: StepContext,
  dataset: string,
  { windows, features, labels }: SplitDatasetParameters,
) {
  const example = [
    'example_id',
    'prediction_time',
    ...features.map(({ name }) => name),
  ];
  const files: readonly [Split, output: string, columns: string[]][] = [
    ['train', 'train', [...example, ...labels]],
    ['validation', 'validation', [...example, ...labels]],
    ['validation', 'examples', example],
    ['test', 'examples', example],
    ['validation', 'labels', ['example_id', ...labels]],
    ['test', 'labels', ['example_id', ...labels]],
  ];
  for (const [split, output, columns] of files) {
    await writeParquet(
      session,
      `SELECT * FROM ${dataset} WHERE ${isKept(split, windows, labels)}`,
      outputFile(context, output, `${split}.parquet`),
      { orderBy: ['prediction_time', 'example_id'], columns },
    );
  }
}

function wordsOf({ windows, outside_windows, rows_in }: SplitDocument) {
  return [
    ...SPLITS.map(split => {
      const { rows_out, immature, without_label } = windows[split];
      return `${split}: ${rows_out} rows, dropped ${immature} with a label known too late and ${without_label} without a label`;
    }),
    `${outside_windows} of ${rows_in} rows lie in no window`,
  ];
}

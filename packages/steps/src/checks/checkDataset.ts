import {
  blockerText,
  checkDatasetParameters,
  checksDocumentOf,
  CURRENT_CHECK_RULES,
  splitDocument,
  type Check,
  type ChecksDocument,
  type Measurement,
  type SplitWindows,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { BuiltinStep, StepContext } from '@trainyard/runner';
import { readJson, writeJson } from '../stepFiles/jsonFile';
import { inputFile, outputFile } from '../stepFiles/stepFiles';
import { withSession } from '../stepFiles/withSession';
import { DatasetTables, NotMeasurable } from './datasetTables';
import type { CheckedDataset } from './measure';
import { measureCheck } from './measureCheck';

/**
 * Looks at the dataset as it lies there, whoever made it, and blocks where a
 * critical check was not seen to pass. Nothing of what built the dataset is used
 * to judge it.
 */
export const checkDataset: BuiltinStep = {
  name: 'check-dataset',
  version: `1.0.0+rules-${CURRENT_CHECK_RULES}`,
  run: context =>
    withSession(context, async session => {
      const { checks, ...parameters } = checkDatasetParameters.parse(
        context.parameters,
      );
      const tables = await DatasetTables.find(session, context);
      const dataset: CheckedDataset = {
        session,
        tables,
        parameters,
        splitRows: split => toldRows(context, split),
      };
      const measured = new Map<Check, Measurement>();
      for (const check of checks) {
        measured.set(check, await measureCheck(dataset, check));
      }
      const document: ChecksDocument = checksDocumentOf(
        checks,
        check => measured.get(check) ?? 'skipped',
      );
      await writeJson(outputFile(context, 'checks', 'checks.json'), document);
      for (const { check, status, message } of document.results) {
        context.log(`${status.padEnd(5)} ${check}: ${message}`);
      }
      const { verdict } = document;
      return verdict.verdict === 'passed'
        ? { outcome: 'done' }
        : { outcome: 'blocked', because: verdict.because.map(blockerText) };
    }),
};

async function toldRows(context: StepContext, split: keyof SplitWindows) {
  try {
    const file = inputFile(context, 'split', 'split.json');
    return (await readJson(file, splitDocument)).windows[split].rows_out;
  } catch {
    throw new NotMeasurable('split/split.json is missing or cannot be read');
  }
}

import {
  blockerText,
  checksDocument,
  CURRENT_GATE_RULES,
  evaluationDocument,
  gatesDocumentOf,
  runValidationGatesParameters,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { BuiltinStep } from '@trainyard/runner';
import { folderBytes } from '../stepFiles/folderBytes';
import { readJson, writeJson } from '../stepFiles/jsonFile';
import { inputFile, inputFolder, outputFile } from '../stepFiles/stepFiles';

/** Judges the model by its evaluation, its size and the checks of its dataset; blocks where it is not good enough. */
export const runValidationGates: BuiltinStep = {
  name: 'run-validation-gates',
  version: `1.0.0+rules-${CURRENT_GATE_RULES}`,
  run: async context => {
    const { gates } = runValidationGatesParameters.parse(context.parameters);
    const document = gatesDocumentOf(gates, {
      evaluation: await readJson(
        inputFile(context, 'evaluation', 'evaluation.json'),
        evaluationDocument,
      ),
      modelBytes: await folderBytes(inputFolder(context, 'model')),
      checks: await readJson(
        inputFile(context, 'checks', 'checks.json'),
        checksDocument,
      ),
    });
    await writeJson(outputFile(context, 'gates', 'gates.json'), document);
    for (const { status, gate, message } of document.results) {
      context.log(`${status.padEnd(5)} ${gate}: ${message}`);
    }
    const { verdict } = document;
    return verdict.verdict === 'passed'
      ? { outcome: 'done' }
      : { outcome: 'blocked', because: verdict.because.map(blockerText) };
  },
};

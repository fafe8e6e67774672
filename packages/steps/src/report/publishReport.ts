import { writeFile } from 'node:fs/promises';
import {
  calibrationDocument,
  checksDocument,
  evaluationDocument,
  gatesDocument,
  profileDocument,
  publishReportParameters,
  reportHtml,
  reportMarkdown,
  splitDocument,
  type ReportEvidence,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { BuiltinStep, StepContext } from '@trainyard/runner';
import type { z } from 'zod';
import { readJson } from '../stepFiles/jsonFile';
import { inputFile, outputFile } from '../stepFiles/stepFiles';

/** Tells of a run what its evidence says, whatever the verdict and however far it came. */
export const publishReport: BuiltinStep = {
  name: 'publish-report',
  version: '1.0.0',
  run: async context => {
    const evidence: ReportEvidence = {
      parameters: publishReportParameters.parse(context.parameters),
      profile: await readIfThere(context, 'profile', profileDocument),
      split: await readIfThere(context, 'split', splitDocument),
      checks: await readIfThere(context, 'checks', checksDocument),
      calibration: await readIfThere(
        context,
        'calibration',
        calibrationDocument,
      ),
      evaluation: await readIfThere(context, 'evaluation', evaluationDocument),
      gates: await readIfThere(context, 'gates', gatesDocument),
    };
    const write = (file: string, text: string) =>
      writeFile(outputFile(context, 'report', file), text);
    await write('report.md', reportMarkdown(evidence));
    await write('report.html', reportHtml(evidence));
    return { outcome: 'done' };
  },
};

/** `<input>/<input>.json`, where the step that makes it was not skipped. */
async function readIfThere<T>(
  context: StepContext,
  input: string,
  schema: z.ZodType<T>,
): Promise<T | undefined> {
  return context.inputs[input] === undefined
    ? undefined
    : readJson(inputFile(context, input, `${input}.json`), schema);
}

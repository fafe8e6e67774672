import {
  evaluate,
  evaluateModelParameters,
  EVALUATOR,
  type EvaluateModelParameters,
  type EvaluationDocument,
  type WindowRows,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { BuiltinStep, StepContext } from '@trainyard/runner';
import type { Session } from '../duckdb/session';
import { readLabelledScores } from '../scoring/labelledScores';
import { segmentGroups } from '../split/segmentGroups';
import { readJson, writeJson } from '../stepFiles/jsonFile';
import { inputFile, outputFile, parquet } from '../stepFiles/stepFiles';
import { withSession } from '../stepFiles/withSession';
import { readSegmentCodes } from './segmentCodes';

/** Measures every model by the same code: raw and calibrated, validation and test, overall and by segment. */
export const evaluateModel: BuiltinStep = {
  name: 'evaluate-model',
  version: `1.0.0+evaluator-${EVALUATOR.version}`,
  run: context =>
    withSession(context, async session => {
      const parameters = evaluateModelParameters.parse(context.parameters);
      const [validation, test] = [
        await readWindow(session, context, 'validation', parameters),
        await readWindow(session, context, 'test', parameters),
      ];
      const document = evaluate({
        metrics: parameters.metrics,
        primary: parameters.primary,
        labels: Object.fromEntries(
          parameters.labels.map(label => [
            label,
            { validation: validation[label], test: test[label] },
          ]),
        ),
      });
      await writeJson(
        outputFile(context, 'evaluation', 'evaluation.json'),
        document,
      );
      tellMetrics(document, context);
      return { outcome: 'done' };
    }),
};

/** The rows of a window by label. */
async function readWindow(
  session: Session,
  context: StepContext,
  split: 'validation' | 'test',
  { labels, segments }: EvaluateModelParameters,
): Promise<Record<string, WindowRows>> {
  const table = (input: string, file = 'predictions.parquet') =>
    parquet(inputFile(context, input, file));
  const isCalibrated = context.inputs.calibrated !== undefined;
  const labelTable = table('labels', `${split}.parquet`);
  const read = await readLabelledScores(
    session,
    labelTable,
    {
      predictions: table('predictions'),
      ...(isCalibrated && { calibrated: table('calibrated') }),
    },
    labels,
  );
  const codes = await readSegmentCodes(
    session,
    labelTable,
    table('segments', 'segments.parquet'),
    await groupsOf(context, segments),
  );
  return Object.fromEntries(
    labels.map(label => [
      label,
      {
        labels: read.labels[label],
        raw: read.scores.predictions[label],
        ...(isCalibrated && { calibrated: read.scores.calibrated[label] }),
        segments: codes,
      },
    ]),
  );
}

async function groupsOf(context: StepContext, segments: readonly string[]) {
  const file = inputFile(context, 'segments', 'segments.json');
  const groups = (await readJson(file, segmentGroups)).segments;
  return Object.fromEntries(
    segments.map(segment => [segment, groups[segment] ?? []]),
  );
}

/** `test.calibrated.auc`, and `test.calibrated.auc(late_v1)` where there are several labels. */
function tellMetrics(
  { labels }: EvaluationDocument,
  { metric, log }: StepContext,
) {
  const several = Object.keys(labels).length > 1;
  for (const [label, windows] of Object.entries(labels)) {
    for (const split of ['validation', 'test'] as const) {
      for (const scores of ['raw', 'calibrated'] as const) {
        const measured = windows[split][scores]?.overall.metrics ?? {};
        for (const [name, value] of Object.entries(measured)) {
          if (typeof value !== 'number') continue;
          const of = several ? `(${label})` : '';
          metric(`${split}.${scores}.${name}${of}`, value);
          log(`${split} ${scores} ${name}${of} ${value.toFixed(6)}`);
        }
      }
    }
  }
}

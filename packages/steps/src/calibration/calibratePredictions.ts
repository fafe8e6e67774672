import {
  applyPlatt,
  calibrate,
  calibratePredictionsParameters,
  type CalibrationDocument,
} from '@trainyard/backstage-plugin-ml-training-common';
import {
  StepFailure,
  type BuiltinStep,
  type StepContext,
} from '@trainyard/runner';
import { ENGINE_VERSION, identifier, type Session } from '../duckdb/session';
import { writeParquet } from '../duckdb/writeParquet';
import { readLabelledScores } from '../scoring/labelledScores';
import { writeJson } from '../stepFiles/jsonFile';
import { inputFile, outputFile, parquet } from '../stepFiles/stepFiles';
import { withSession } from '../stepFiles/withSession';

/** Fits a curve for each label on validation, and applies it to every prediction. */
export const calibratePredictions: BuiltinStep = {
  name: 'calibrate-predictions',
  version: `1.0.0+${ENGINE_VERSION}`,
  run: context =>
    withSession(context, async session => {
      const { labels } = calibratePredictionsParameters.parse(
        context.parameters,
      );
      const predictions = parquet(
        inputFile(context, 'predictions', 'predictions.parquet'),
      );
      const document = await fit(session, context, predictions, labels);
      await writeJson(
        outputFile(context, 'calibration', 'calibration.json'),
        document,
      );
      await writeCalibrated(session, context, predictions, document);
      return { outcome: 'done' };
    }),
};

async function fit(
  session: Session,
  context: StepContext,
  predictions: string,
  labels: readonly string[],
): Promise<CalibrationDocument> {
  const validation = await readLabelledScores(
    session,
    parquet(inputFile(context, 'labels', 'validation.parquet')),
    { predictions },
    labels,
  );
  const fitted = calibrate(
    Object.fromEntries(
      labels.map(label => [
        label,
        {
          scores: validation.scores.predictions[label],
          labels: validation.labels[label],
        },
      ]),
    ),
  );
  if (fitted.outcome === 'impossible') {
    throw new StepFailure(
      `${fitted.label} cannot be calibrated on validation: ${fitted.because}. ` +
        'Choose a window of validation with both outcomes, or leave section calibration out.',
    );
  }
  return fitted.document;
}

async function writeCalibrated(
  session: Session,
  context: StepContext,
  predictions: string,
  document: CalibrationDocument,
) {
  const labels = Object.keys(document.labels);
  const raw = await session.columnDoubles(
    `SELECT ${labels.map(identifier).join(', ')} FROM ${predictions} ORDER BY example_id`,
  );
  const rows = raw[labels[0]].length;
  await session.createTable('calibrated', {
    row: Float64Array.from({ length: rows }, (_, row) => row),
    ...Object.fromEntries(
      labels.map((label, index) => [
        `value_${index}`,
        applyPlatt(document.labels[label], raw[label]),
      ]),
    ),
  });
  const columns = labels.map(
    (label, index) => `c.value_${index} AS ${identifier(label)}`,
  );
  await writeParquet(
    session,
    `SELECT p.example_id, ${columns.join(', ')}
       FROM (SELECT example_id, row_number() OVER (ORDER BY example_id) - 1 AS row
               FROM ${predictions}) p
       JOIN calibrated c ON c.row = p.row`,
    outputFile(context, 'calibrated', 'predictions.parquet'),
    { orderBy: ['example_id'] },
  );
}

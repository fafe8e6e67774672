import { z } from 'zod';
import { check } from '../../checks/check';
import { gate } from '../../gates/gate';
import { metricName } from '../../metrics/metricName';
import { digest } from '../../json/digest';
import { json } from '../../json/json';
import { environment } from '../plan';
import { namedColumn } from './columns';
import { splitWindows } from './dataSteps';

/**
 * Inputs: dataset, features, train, validation, examples, labels, split. Outputs:
 * `checks/checks.json`. Blocks when a critical check does not pass.
 */
export const checkDatasetParameters = z.strictObject({
  checks: z.array(check),
  windows: splitWindows,
  features: z.array(namedColumn),
  /** Feature views that facts contribute to: each must have kept its times. */
  views: z.array(z.string()),
  labels: z.array(z.string()),
});
export type CheckDatasetParameters = z.output<typeof checkDatasetParameters>;

/** What a command finds in TRAINYARD_PARAMS, beside schema_version, step, seeds and threads. */
export const commandParameters = z.strictObject({
  pipeline: z.string(),
  model_name: z.string().optional(),
  hyperparameters: z.record(z.string(), json),
  labels: z.array(z.string()),
  features: z.array(namedColumn),
});
export type CommandParameters = z.output<typeof commandParameters>;

/** Inputs: predictions, labels. Outputs: `calibration/calibration.json`, `calibrated/predictions.parquet`. */
export const calibratePredictionsParameters = z.strictObject({
  method: z.literal('platt'),
  fit_on: z.literal('validation'),
  labels: z.array(z.string()),
});
export type CalibratePredictionsParameters = z.output<
  typeof calibratePredictionsParameters
>;

/** Inputs: predictions, calibrated (absent without calibration), labels, segments. Outputs: `evaluation/evaluation.json`. */
export const evaluateModelParameters = z.strictObject({
  metrics: z.array(metricName),
  primary: metricName,
  labels: z.array(z.string()),
  segments: z.array(z.string()),
});
export type EvaluateModelParameters = z.output<typeof evaluateModelParameters>;

/** Inputs: evaluation, model, checks. Outputs: `gates/gates.json`. Blocks when a gate does. */
export const runValidationGatesParameters = z.strictObject({
  gates: z.array(gate),
  labels: z.array(z.string()),
});
export type RunValidationGatesParameters = z.output<
  typeof runValidationGatesParameters
>;

/** Inputs, all but checks optional: profile, split, checks, calibration, evaluation, gates. Outputs: `report/report.md`, `report/report.html`. */
export const publishReportParameters = z.strictObject({
  pipeline: z.string(),
  model_name: z.string(),
  description: z.string().optional(),
  owner: z.string().optional(),
  primary: metricName,
  hyperparameters: z.record(z.string(), json),
  features: z.array(namedColumn),
});
export type PublishReportParameters = z.output<typeof publishReportParameters>;

/**
 * Inputs: model, dataset, checks, evaluation, gates, report, calibration (optional).
 * Outputs: `registration/model.json`, bound to the name of the model version.
 */
export const registerModelParameters = z.strictObject({
  model_name: z.string(),
  scoring: z.strictObject({
    command: z.array(z.string()),
    environment,
    /** Absent where the image holds it. */
    code: digest.optional(),
    features: z.array(namedColumn),
    labels: z.array(z.string()),
  }),
});
export type RegisterModelParameters = z.output<typeof registerModelParameters>;

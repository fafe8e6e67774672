import { z } from 'zod';
import { evaluatorName } from '../metrics/evaluator';
import { metricName } from '../metrics/metricName';
import { scores } from '../metrics/scoresOf';

/** A list, not a map: groups keep their order (large before small), and any text may name one. */
export const groupScores = z.strictObject({
  group: z.string(),
  ...scores.shape,
});
export type GroupScores = z.output<typeof groupScores>;

/** One kind of scores on the rows of one window. */
export const windowScores = z.strictObject({
  overall: scores,
  segments: z.record(z.string(), z.array(groupScores)),
});
export type WindowScores = z.output<typeof windowScores>;

export const splitEvaluation = z.strictObject({
  raw: windowScores,
  /** Absent where the pipeline does not calibrate. */
  calibrated: windowScores.optional(),
});
export type SplitEvaluation = z.output<typeof splitEvaluation>;

/** `evaluation/evaluation.json`: how good the model is, by label, window, scores and segment. */
export const evaluationDocument = z.strictObject({
  schema_version: z.literal(1),
  evaluator: evaluatorName,
  primary: metricName,
  metrics: z.array(metricName),
  labels: z.record(
    z.string(),
    z.strictObject({ validation: splitEvaluation, test: splitEvaluation }),
  ),
});
export type EvaluationDocument = z.output<typeof evaluationDocument>;

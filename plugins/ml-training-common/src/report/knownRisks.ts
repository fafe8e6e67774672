import type {
  EvaluationDocument,
  SplitEvaluation,
} from '../evidence/evaluationDocument';
import type { SplitDocument } from '../evidence/splitDocument';
import { MIN_ROWS } from '../gates/judgeGates';
import { countText, figure } from '../metrics/figure';
import { BETTER } from '../metrics/metricName';
import type { ReportEvidence } from './reportEvidence';

/** Base rates that differ by more than this, relatively, are told. */
const SHIFT = 0.1;
/** A larger share of late labels than this is told. */
const LATE = 0.01;

/**
 * What the numbers do not say: what was not measured, and what was measured and
 * should worry a reader. Nothing here blocks.
 */
export function knownRisks(evidence: ReportEvidence): string[] {
  const { checks, evaluation, split, gates } = evidence;
  return [
    ...(checks ? [] : ['The dataset was not checked.']),
    ...(checks?.results ?? [])
      .filter(({ status }) => status === 'warn')
      .map(({ check, message }) => `Check ${check} warns: ${message}`),
    ...(gates?.results ?? [])
      .filter(({ status }) => status === 'warn')
      .map(({ gate, message }) => `Gate ${gate} warns: ${message}`),
    ...(split ? lateLabels(split) : []),
    ...(evaluation
      ? measuredRisks(evaluation)
      : ['The model was not measured.']),
    ...NOT_MEASURED,
  ];
}

/** What no step of this version measures. */
const NOT_MEASURED = [
  'Not measured: how the model compares with the one in production.',
  'Not measured: how sure the metrics are. Rows of one day or one place rise and fall together, so that differences in the third digit may be chance.',
  'Not measured: answer time and memory when serving, and whether every feature is there at serving time.',
  'Not measured: drift between training and the days to come, and what each feature contributes.',
];

function lateLabels({ windows }: SplitDocument): string[] {
  return Object.entries(windows)
    .filter(([, window]) => window.immature > LATE * window.rows_in)
    .map(
      ([name, window]) =>
        `${countText(window.immature)} of ${countText(window.rows_in)} rows of ${name} were dropped because their label was known too late: what takes long is under-represented.`,
    );
}

function measuredRisks(evaluation: EvaluationDocument): string[] {
  return Object.entries(evaluation.labels).flatMap(
    ([label, { validation, test }]) => [
      ...undefinedMetrics(label, evaluation, test),
      ...shiftedBaseRate(label, validation, test),
      ...worseByCalibration(label, evaluation, test),
      ...smallGroups(label, test),
    ],
  );
}

function undefinedMetrics(
  label: string,
  { metrics }: EvaluationDocument,
  { raw, calibrated = raw }: SplitEvaluation,
): string[] {
  return metrics
    .filter(metric => (calibrated.overall.metrics[metric] ?? null) === null)
    .map(
      metric =>
        `Not measured: ${metric} of ${label} is not defined on the test.`,
    );
}

function shiftedBaseRate(
  label: string,
  validation: SplitEvaluation,
  test: SplitEvaluation,
): string[] {
  const before = baseRate(validation);
  const after = baseRate(test);
  if (before === null || after === null) return [];
  return Math.abs(after - before) > SHIFT * before
    ? [
        `The share of ${label} is ${figure(after)} in the test, but ${figure(before)} in validation: what was fitted on validation, such as calibration, may not fit the test.`,
      ]
    : [];
}

function baseRate({ raw: { overall } }: SplitEvaluation): number | null {
  return overall.rows === 0 ? null : overall.positives / overall.rows;
}

function worseByCalibration(
  label: string,
  { metrics }: EvaluationDocument,
  { raw, calibrated }: SplitEvaluation,
): string[] {
  if (!calibrated) return [];
  return metrics.flatMap(metric => {
    const before = raw.overall.metrics[metric] ?? null;
    const after = calibrated.overall.metrics[metric] ?? null;
    const worse =
      BETTER[metric] === 'lower' &&
      before !== null &&
      after !== null &&
      figure(after) !== figure(before) &&
      after > before;
    return worse
      ? [
          `Calibration made ${metric} of ${label} worse on the test: ${figure(before)} raw, ${figure(after)} calibrated.`,
        ]
      : [];
  });
}

function smallGroups(
  label: string,
  { raw: { segments } }: SplitEvaluation,
): string[] {
  return Object.entries(segments).flatMap(([segment, groups]) => {
    const small = groups.filter(({ rows }) => rows < MIN_ROWS);
    return small.length === 0
      ? []
      : [
          `${small.length} of ${groups.length} groups of ${segment} have fewer than ${MIN_ROWS} rows of ${label} in the test: nothing can be said of them.`,
        ];
  });
}

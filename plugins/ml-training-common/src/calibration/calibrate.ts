import type { CalibrationDocument } from './calibrationDocument';
import { fitPlatt } from './platt';

/** Rows of the validation window, by label, ordered by example_id. */
export type CalibrateInput = Readonly<
  Record<string, { readonly scores: Float64Array; readonly labels: Uint8Array }>
>;

export type CalibrateOutcome =
  | { readonly outcome: 'calibrated'; readonly document: CalibrationDocument }
  | {
      readonly outcome: 'impossible';
      readonly label: string;
      readonly because: string;
    };

/**
 * Fits a curve for each label, on validation only: a curve that had seen the
 * test would flatter it.
 *
 * @throws RangeError where lengths differ, a score is NaN or a label is neither 0 nor 1
 */
export function calibrate(input: CalibrateInput): CalibrateOutcome {
  const labels: CalibrationDocument['labels'] = {};
  for (const [label, rows] of Object.entries(input)) {
    const fit = fitPlatt(rows.scores, rows.labels);
    if (fit.outcome === 'impossible') return { ...fit, label };
    labels[label] = {
      ...fit.curve,
      fitted_on: {
        split: 'validation',
        rows: fit.rows,
        positives: fit.positives,
      },
    };
  }
  return {
    outcome: 'calibrated',
    document: {
      schema_version: 1,
      method: 'platt',
      input: 'logit of the raw score',
      labels,
    },
  };
}

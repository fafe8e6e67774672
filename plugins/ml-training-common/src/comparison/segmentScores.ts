import type { ComparedRun } from './comparedRun';

/**
 * How good a model is for each group of the test window, by its primary metric:
 * `test.calibrated.auc of origin_size = large`. Raw scores where the pipeline does
 * not calibrate. What could not be measured is left out.
 */
export function segmentScores({
  evaluation,
}: ComparedRun): ReadonlyMap<string, number> {
  if (!evaluation) return new Map();
  const { primary, labels } = evaluation;
  const several = Object.keys(labels).length > 1;
  const found = new Map<string, number>();
  for (const [label, { test }] of Object.entries(labels)) {
    const scores = test.calibrated ? 'calibrated' : 'raw';
    const { segments } = test.calibrated ?? test.raw;
    const of = several ? `(${label})` : '';
    for (const [segment, groups] of Object.entries(segments)) {
      for (const { group, metrics } of groups) {
        const name = `test.${scores}.${primary}${of} of ${segment} = ${group}`;
        const value = metrics[primary];
        if (typeof value === 'number') found.set(name, value);
      }
    }
  }
  return found;
}

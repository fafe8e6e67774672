import type { z } from 'zod';
import type { gateCounts, headline } from '../api/runs';
import type { EvaluationDocument } from '../evidence/evaluationDocument';
import type { GatesDocument } from '../evidence/gatesDocument';
import type { Verdict } from '../evidence/verdict';
import { BETTER } from '../metrics/metricName';

/**
 * The number that stands for a run: its primary metric on the test, of calibrated
 * scores where there are some. Of several labels the first by name stands for all.
 *
 * @returns null where the metric is not defined for the rows
 */
export function headlineOf({
  labels,
  primary,
}: EvaluationDocument): z.output<typeof headline> | null {
  const names = Object.keys(labels).sort();
  const { test } = labels[names[0]] ?? {};
  const scores = test?.calibrated ? 'calibrated' : 'raw';
  const value = test?.[scores]?.overall.metrics[primary] ?? null;
  if (value === null) return null;
  const of = names.length > 1 ? `(${names[0]})` : '';
  return {
    metric: `test.${scores}.${primary}${of}`,
    value,
    better: BETTER[primary],
    change: null,
  };
}

/** How many gates let the model through, and how many did not, by the verdict as it is recomputed. */
export function gateCountsOf(
  { results }: GatesDocument,
  verdict: Verdict,
): z.output<typeof gateCounts> {
  const blocked = new Set(
    verdict.verdict === 'blocked' ? verdict.because.map(({ id }) => id) : [],
  );
  const passed = new Set(
    results
      .filter(({ gate, status }) => status === 'pass' && !blocked.has(gate))
      .map(({ gate }) => gate),
  );
  const all = new Set([...results.map(({ gate }) => gate), ...blocked]);
  return { passed: passed.size, blocked: blocked.size, total: all.size };
}

import type { Comparison } from '../api/runs';
import { alignRuns } from './alignRuns';
import { isEvaluated } from './betterDirection';
import { metricsIncomparable, segmentsIncomparable } from './comparability';
import type { ComparedRun } from './comparedRun';
import { compareRuns, type RunDifference } from './compareRuns';
import { comparisonText } from './comparisonText';

/** What a run has before it has ended. */
const ASKED: readonly RunDifference['about'][] = [
  'specification',
  'lock',
  'commit',
  'code',
  'environment',
  'source',
];

/** Several runs side by side; the first is what the others are held against. */
export function compareSeveral(
  runs: readonly ComparedRun[],
): Omit<Comparison, 'runs'> {
  const [first, ...others] = runs;
  return {
    values: alignRuns(runs),
    sentences: others.map(other => ({
      run: other.run,
      says: sentencesOf(first, other),
    })),
    notComparable: others.flatMap(other => {
      const metrics = metricsIncomparable(first, other);
      if (metrics) return [notCompared('Metrics', first, other, metrics)];
      const segments = segmentsIncomparable(first, other);
      return segments ? [notCompared('Segments', first, other, segments)] : [];
    }),
  };
}

function notCompared(
  what: string,
  first: ComparedRun,
  other: ComparedRun,
  because: string,
): string {
  return `${what} of ${other.run} are not compared with those of ${first.run}: ${because}.`;
}

/** Without what may not be compared: a sentence that a figure fell is a comparison. */
function sentencesOf(first: ComparedRun, other: ComparedRun): string[] {
  const differences = compareRuns(first.description, other.description);
  if (!first.hasEnded || !other.hasEnded) {
    const asked = differences.filter(({ about }) => ASKED.includes(about));
    return asked.length > 0
      ? comparisonText(asked)
      : ['Nothing differs in what was to be run.'];
  }
  if (metricsIncomparable(first, other) === undefined) {
    return comparisonText(differences);
  }
  const told = differences.filter(
    difference =>
      difference.about !== 'metric' || !isEvaluated(difference.name),
  );
  return told.length === 0 && differences.length > 0
    ? []
    : comparisonText(told);
}

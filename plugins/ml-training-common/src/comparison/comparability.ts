import type { Digest } from '../json/digest';
import type { ComparedRun } from './comparedRun';

/**
 * Why the figures of two runs may not be held against each other, in words that
 * follow a colon; undefined where they may. Only figures of the same rows by the
 * same evaluator tell which model is better (design, law 8). Rows are the same when
 * the labels are: another set of features leaves them as they are.
 */
export function metricsIncomparable(
  one: ComparedRun,
  other: ComparedRun,
): string | undefined {
  for (const { run, hasEnded, evaluation } of [one, other]) {
    if (!hasEnded) return `${run} has not ended`;
    if (!evaluation) return `${run} was not evaluated`;
  }
  const rows = evaluatedRows(one);
  if (rows === undefined || rows !== evaluatedRows(other)) {
    return 'they were measured on other rows';
  }
  const evaluators = [one, other].map(({ evaluation }) =>
    evaluation
      ? `${evaluation.evaluator.name} ${evaluation.evaluator.version}`
      : '',
  );
  return evaluators[0] === evaluators[1]
    ? undefined
    : `they were measured by other evaluators, ${evaluators.join(' and ')}`;
}

/** The same of the groups of rows. */
export function segmentsIncomparable(
  one: ComparedRun,
  other: ComparedRun,
): string | undefined {
  const [groups, others] = [one, other].map(run =>
    outputOf(run, 'split-dataset', 'segments'),
  );
  return (
    metricsIncomparable(one, other) ??
    (groups === others ? undefined : 'their rows are grouped in other ways')
  );
}

/** What names the rows on which a run was evaluated. */
function evaluatedRows(run: ComparedRun): Digest | undefined {
  return (
    outputOf(run, 'split-dataset', 'labels') ??
    outputOf(run, 'materialize-dataset', 'dataset')
  );
}

function outputOf(
  { description }: ComparedRun,
  step: string,
  output: string,
): Digest | undefined {
  const made = description.steps.find(({ name }) => name === step);
  return made?.logical[output] ?? made?.outputs[output];
}

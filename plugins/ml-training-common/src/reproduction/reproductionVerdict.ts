import type { Bands } from './bands';
import {
  differencesOf,
  differenceText,
  type Difference,
  type StepDifferences,
} from './differences';
import type { ReproducedStep } from './reproducedStep';

export interface ReproductionInput {
  /** In plan order. */
  readonly original: readonly ReproducedStep[];
  readonly repeated: readonly ReproducedStep[];
  readonly bands: Bands;
}

export interface ReproductionVerdict {
  readonly verdict: 'identical' | 'within band' | 'diverged';
  /** Where the runs part, in plan order; absent where they do not. */
  readonly first?: Difference;
  /** In words. */
  readonly explanation: string;
}

/**
 * Compares a run with its repetition.
 *
 * Outputs are the same when their trees are, or when both have a logical digest and
 * those are. A step whose outputs differ although everything it read was the same
 * has to be judged by metrics, its own or those of steps after it: inside their
 * bands it is within band; where there are none, nobody can tell, and it diverged.
 * A step that read something else already is a consequence and judged with it.
 */
export function reproductionVerdict({
  original,
  repeated,
  bands,
}: ReproductionInput): ReproductionVerdict {
  const again = new Map(repeated.map(step => [step.name, step]));
  const steps = original.map(step =>
    differencesOf(step, again.get(step.name), bands),
  );
  const unexplained = steps.find(step => isUnexplained(step, steps));
  if (unexplained) return diverged(unexplained, steps, bands);
  const resumed = [...original, ...repeated].find(step => step.resumed);
  const first = firstOf(steps);
  if (first) {
    return {
      verdict: 'within band',
      first,
      explanation: `${differenceText(first, bands)}. All ${comparedMetrics(steps)} metrics lie inside their bands.`,
    };
  }
  const outputs = original.flatMap(step => Object.keys(step.outputs)).length;
  const equal = `All ${outputs} outputs of ${original.length} steps are the same`;
  return resumed
    ? {
        verdict: 'within band',
        explanation: `${equal}, but ${resumed.name} went on from a checkpoint, so that not all of it was repeated.`,
      }
    : { verdict: 'identical', explanation: `${equal}.` };
}

function isUnexplained(
  step: StepDifferences,
  steps: readonly StepDifferences[],
): boolean {
  return (
    step.status !== undefined ||
    step.outside.length > 0 ||
    (step.outputs.length > 0 &&
      !isConsequence(step, steps) &&
      !isJudged(step, steps))
  );
}

/** It read something that was not the same. */
function isConsequence(
  { step }: StepDifferences,
  steps: readonly StepDifferences[],
): boolean {
  return steps.some(
    other => step.reads.includes(other.step.name) && other.outputs.length > 0,
  );
}

/** It reports a metric, or a step that it reaches does. */
function isJudged(
  step: StepDifferences,
  steps: readonly StepDifferences[],
): boolean {
  return steps.some(
    other =>
      other.compared > 0 &&
      (other === step || ancestorsOf(other, steps).has(step.step.name)),
  );
}

/** Names of all steps whose outputs reach a step. Plan order makes one pass enough. */
function ancestorsOf(
  { step }: StepDifferences,
  steps: readonly StepDifferences[],
): ReadonlySet<string> {
  const found = new Set(step.reads);
  for (const { step: earlier } of [...steps].reverse()) {
    if (found.has(earlier.name)) earlier.reads.forEach(name => found.add(name));
  }
  return found;
}

function diverged(
  unexplained: StepDifferences,
  steps: readonly StepDifferences[],
  bands: Bands,
): ReproductionVerdict {
  const matters =
    unexplained.status ?? unexplained.outside[0] ?? unexplained.outputs[0];
  const ancestors = ancestorsOf(unexplained, steps);
  const first =
    firstOf(
      steps.filter(
        step => step === unexplained || ancestors.has(step.step.name),
      ),
    ) ?? matters;
  return {
    verdict: 'diverged',
    first,
    explanation: [
      `The runs part at ${first.step}. ${differenceText(first, bands)}.`,
      reasonText(first, matters, bands),
    ]
      .filter(Boolean)
      .join(' '),
  };
}

function reasonText(
  first: Difference,
  matters: Difference,
  bands: Bands,
): string {
  if (matters !== first) return `${differenceText(matters, bands)}.`;
  return matters.of === 'output'
    ? 'No metric of this step or of one after it tells whether that matters.'
    : '';
}

function firstOf(steps: readonly StepDifferences[]): Difference | undefined {
  return steps
    .map(({ status, outputs, metrics }) => status ?? outputs[0] ?? metrics[0])
    .find(difference => difference !== undefined);
}

function comparedMetrics(steps: readonly StepDifferences[]): number {
  return steps.reduce((sum, { compared }) => sum + compared, 0);
}

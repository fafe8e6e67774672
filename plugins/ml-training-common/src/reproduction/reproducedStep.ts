import type { Digest } from '../json/digest';
import type { PlanStep } from '../plan/plan';
import type { MetricPoint, StepManifest } from '../runs/records';

/** What one step of a run came to, as far as two runs of one plan are compared. */
export interface ReproducedStep {
  readonly name: string;
  /** Steps whose outputs it reads. */
  readonly reads: readonly string[];
  /** Looks at the world, so that nobody expects it to say the same twice. */
  readonly measured: boolean;
  readonly status: StepManifest['verdict'] | 'skipped';
  readonly outputs: Readonly<Record<string, Digest>>;
  readonly logical: Readonly<Record<string, Digest>>;
  readonly metrics: readonly MetricPoint[];
  /** Went on from a checkpoint. */
  readonly resumed: boolean;
}

/** @param manifest - of the step's newest try; absent where it was skipped */
export function reproducedStep(
  { name, inputs, measured }: PlanStep,
  manifest: StepManifest | undefined,
): ReproducedStep {
  const makers = Object.values(inputs).flatMap(input =>
    'step' in input ? [input.step] : [],
  );
  return {
    name,
    reads: [...new Set(makers)],
    measured,
    status: manifest?.verdict ?? 'skipped',
    outputs: manifest?.outputs ?? {},
    logical: manifest?.logical ?? {},
    metrics: manifest?.metrics ?? [],
    resumed: manifest?.resumed_from !== undefined,
  };
}

/** A later point of the same name replaces an earlier one. */
export function lastValues(
  points: readonly MetricPoint[],
): ReadonlyMap<string, number> {
  return new Map(points.map(({ name, value }) => [name, value]));
}

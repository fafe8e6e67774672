import type { ArtifactStore } from '@trainyard/artifacts';
import type {
  StepManifest,
  StepResult,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { Attempt, ResolvedStep } from './attempt';
import { bindNames } from './bindNames';
import type { Performed } from './stepJob';
import { sealOutputs } from './sealOutputs';

type Sealed = Pick<
  StepManifest,
  'verdict' | 'because' | 'outputs' | 'logical' | 'nondeterministic'
>;

/** Seals the outputs and writes the result; a failed try seals nothing. */
export async function sealPerformed(
  attempt: Attempt,
  { step, identity }: ResolvedStep,
  nth: number,
  performed: Performed,
  store: ArtifactStore,
): Promise<Sealed> {
  const failed = (because: readonly string[]): Sealed => ({
    verdict: 'failed',
    because: [...because],
    outputs: {},
    logical: {},
  });
  if (performed.verdict === 'failed') return failed(performed.because);
  const seal = await sealOutputs(
    store,
    performed.outputs,
    performed.verdict === 'succeeded',
  );
  if (!seal.sealed) return failed(seal.because);
  if (step.builtin) {
    for (const [name, tree] of Object.entries(seal.outputs)) {
      await attempt.kept.keep(tree, performed.outputs[name]);
    }
  }

  const result: StepResult = {
    schema_version: 1,
    identity,
    step: step.name,
    verdict: performed.verdict,
    because: [...performed.because],
    outputs: { ...seal.outputs },
    logical: { ...performed.logical },
    metrics: [...performed.metrics],
    names: [...performed.names],
    made_by: {
      run: attempt.run,
      attempt: attempt.attempt,
      step: step.name,
      try: nth,
    },
  };
  // A step that looks at the world has no one result: each run keeps its own.
  const adopted = step.measured
    ? ({ outcome: 'first', result } as const)
    : await store.results.add(result);
  const kept = attempt.purpose === 'reproduction' ? result : adopted.result;
  const problem = await bindNames(store, attempt.plan, step, kept);
  return {
    verdict: problem ? 'failed' : kept.verdict,
    because: problem ? [problem] : kept.because,
    outputs: kept.outputs,
    logical: kept.logical,
    ...(adopted.outcome === 'differs' && { nondeterministic: adopted.n }),
  };
}

import type { ArtifactStore } from '@trainyard/artifacts';
import type {
  Digest,
  PlanStep,
  StepResult,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { Attempt } from './attempt';

/**
 * A sealed result that the step may adopt instead of working.
 *
 * What an earlier attempt of the same run has done is never done again. Beyond
 * that a reproduction adopts nothing, since it would compare a result with
 * itself, and neither does a step that looks at the world.
 */
export async function findReusable(
  store: ArtifactStore,
  attempt: Attempt,
  step: PlanStep,
  identity: Digest,
): Promise<StepResult | undefined> {
  const own = await findOwn(store, attempt, step, identity);
  if (own) return own;
  if (step.measured || attempt.purpose === 'reproduction') return undefined;
  const first = await store.results.first(identity);
  if (!first || isOf(attempt, first.made_by, step)) return undefined;
  return (await isWhole(store, first)) ? first : undefined;
}

/** A try of this very attempt that was cut off before its manifest: it is worked again, not adopted. */
function isOf(
  { run, attempt }: Attempt,
  by: StepResult['made_by'],
  { name }: PlanStep,
): boolean {
  return by.run === run && by.attempt === attempt && by.step === name;
}

async function findOwn(
  store: ArtifactStore,
  { run, attempt }: Attempt,
  step: PlanStep,
  identity: Digest,
): Promise<StepResult | undefined> {
  for (let earlier = attempt - 1; earlier >= 1; earlier--) {
    const manifest = await store.runs.findStep(run, earlier, step.name);
    if (manifest?.identity === identity && manifest.verdict !== 'failed') {
      const all = await store.results.all(identity);
      const made = manifest.reused_from ?? {
        run,
        attempt: earlier,
        step: step.name,
        try: manifest.try,
      };
      return {
        schema_version: 1,
        identity,
        step: step.name,
        verdict: manifest.verdict,
        because: manifest.because,
        outputs: manifest.outputs,
        logical: manifest.logical,
        metrics: manifest.metrics,
        names:
          all.find(result => sameOutputs(result.outputs, manifest.outputs))
            ?.names ?? [],
        made_by: made,
      };
    }
  }
  return undefined;
}

function sameOutputs(
  a: Readonly<Record<string, Digest>>,
  b: Readonly<Record<string, Digest>>,
): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every(name => a[name] === b[name]);
}

/** A result whose outputs are gone is worked for again. */
async function isWhole(
  store: ArtifactStore,
  result: StepResult,
): Promise<boolean> {
  const there = await Promise.all(
    Object.values(result.outputs).map(tree => store.trees.has(tree)),
  );
  return there.every(Boolean);
}

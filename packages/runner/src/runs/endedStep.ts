import type {
  AttemptEnd,
  Digest,
  PlanStep,
  StepManifest,
} from '@trainyard/backstage-plugin-ml-training-common';

/** A step of this attempt that has come to its end, one way or another. */
export type EndedStep = AttemptEnd['steps'][number];

/** What a sealed try says of its step. */
export function endedByManifest(
  step: PlanStep,
  manifest: StepManifest,
): EndedStep {
  const adopted = manifest.reused_from && manifest.verdict === 'succeeded';
  return {
    id: step.name,
    identity: manifest.identity,
    // A block that is reused is still a block.
    status: adopted ? 'reused' : manifest.verdict,
    measured: step.measured,
    outputs: manifest.outputs,
    seconds: manifest.measurements.wall_seconds,
    because: manifest.because,
  };
}

/** A step that did not run, and why. */
export function skippedStep(
  step: PlanStep,
  ...because: readonly string[]
): EndedStep {
  return {
    id: step.name,
    identity: null,
    status: 'skipped',
    measured: step.measured,
    outputs: {},
    seconds: 0,
    because: [...because],
  };
}

/** Why a step does not run, or the inputs that it runs on. */
export type Readiness =
  | {
      readonly ready: true;
      readonly inputs: Readonly<Record<string, Digest>>;
    }
  | { readonly ready: false; readonly because: string };

/**
 * A step runs when all that it needs ended well. A block lets those follow that
 * tolerate it (a report tells of it); a fault lets nobody follow.
 */
export function readiness(
  step: PlanStep,
  ended: ReadonlyMap<string, EndedStep>,
): Readiness {
  for (const name of step.needs) {
    const status = ended.get(name)?.status ?? 'skipped';
    if (!mayFollow(step, name, status, ended)) {
      return { ready: false, because: `${name} ${WORDS[status]}` };
    }
  }
  const inputs: Record<string, Digest> = {};
  for (const [name, input] of Object.entries(step.inputs)) {
    const tree =
      'tree' in input
        ? input.tree
        : ended.get(input.step)?.outputs[input.output];
    if (tree) inputs[name] = tree;
    else if (!('optional' in input)) {
      return { ready: false, because: `its input ${name} was not made` };
    }
  }
  return { ready: true, inputs };
}

const WORDS: Record<EndedStep['status'], string> = {
  succeeded: 'succeeded',
  reused: 'succeeded',
  failed: 'failed',
  blocked: 'blocked',
  skipped: 'was skipped',
};

/** A skipped step may be followed when what skipped it is a block that is tolerated. */
function mayFollow(
  step: PlanStep,
  needed: string,
  status: EndedStep['status'],
  ended: ReadonlyMap<string, EndedStep>,
): boolean {
  if (status === 'succeeded' || status === 'reused') return true;
  if (status === 'blocked') return step.tolerates.includes(needed);
  if (status === 'failed') return false;
  const faults = [...ended.values()].some(({ status: s }) => s === 'failed');
  const blocks = [...ended].filter(([, { status: s }]) => s === 'blocked');
  return (
    !faults &&
    blocks.length > 0 &&
    blocks.every(([name]) => step.tolerates.includes(name))
  );
}

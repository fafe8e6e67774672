import { digestOfJson, type Digest } from '../json/digest';
import type { Plan } from '../plan/plan';
import type { StepManifest } from '../runs/records';
import type {
  EvidenceDigests,
  ModelVersionDocument,
} from './modelVersionDocument';
import type { Blocker, Verdict } from './verdict';

/** Which step makes what a decision rests on. */
const MAKER: Readonly<Record<keyof EvidenceDigests, string>> = {
  model: 'train-model',
  dataset: 'materialize-dataset',
  checks: 'check-dataset',
  evaluation: 'evaluate-model',
  gates: 'run-validation-gates',
  report: 'publish-report',
  calibration: 'calibrate-predictions',
};

export type Registration =
  | {
      readonly outcome: 'to register';
      readonly stage: 'candidate' | 'blocked';
      readonly because: readonly Blocker[];
    }
  /** What was evaluated is not what is to be registered: a sentence. */
  | { readonly outcome: 'refused'; readonly because: string };

/**
 * Whether a sealed model version may be registered, and as what. Bytes that were
 * evaluated and bytes that are registered must have one digest: every tree that the
 * document names must be what this run's own steps made, and each of those steps
 * must have read what the one before it made (laws 3 and 7).
 *
 * @param verdict - as the service recomputed it; what the document says of itself does not count
 */
export function registrationOf(
  document: ModelVersionDocument,
  plan: Plan,
  manifests: ReadonlyMap<string, StepManifest>,
  verdict: Verdict,
): Registration {
  const because =
    otherName(document, plan) ??
    otherEvidence(document, manifests) ??
    brokenChain(plan, manifests) ??
    otherDigest(document);
  if (because) return { outcome: 'refused', because };
  return verdict.verdict === 'passed'
    ? { outcome: 'to register', stage: 'candidate', because: [] }
    : { outcome: 'to register', stage: 'blocked', because: verdict.because };
}

function otherName(
  { name }: ModelVersionDocument,
  { model_name: expected }: Plan,
): string | undefined {
  return name === expected
    ? undefined
    : `Its document names the model ${name}; the plan trains ${expected ?? 'none'}.`;
}

function otherEvidence(
  { evidence, scoring_contract: contract }: ModelVersionDocument,
  manifests: ReadonlyMap<string, StepManifest>,
): string | undefined {
  const kinds = Object.keys(MAKER) as (keyof EvidenceDigests)[];
  for (const kind of kinds) {
    const made = manifests.get(MAKER[kind])?.outputs[kind];
    if (made !== evidence[kind]) return notMadeHere(kind, evidence[kind], made);
  }
  return contract.model === evidence.model &&
    contract.calibration === evidence.calibration
    ? undefined
    : 'Its scoring contract names another model or calibration than its evidence.';
}

function notMadeHere(
  kind: string,
  named: Digest | undefined,
  made: Digest | undefined,
): string {
  const text = (tree: Digest | undefined) => tree?.slice(0, 12) ?? 'none';
  return `Its document names the ${kind} ${text(named)}; step ${MAKER[kind as keyof EvidenceDigests]} of this run made ${text(made)}.`;
}

/** A step that read something else than what its maker sealed in this run. */
function brokenChain(
  { steps }: Plan,
  manifests: ReadonlyMap<string, StepManifest>,
): string | undefined {
  for (const step of steps) {
    const read = manifests.get(step.name)?.inputs;
    if (!read) continue;
    for (const [name, input] of Object.entries(step.inputs)) {
      const expected =
        'tree' in input
          ? input.tree
          : manifests.get(input.step)?.outputs[input.output];
      if (read[name] !== expected) {
        return `Step ${step.name} read another ${name} than this run made.`;
      }
    }
  }
  return undefined;
}

function otherDigest({
  name,
  evidence,
  evidence_digest: stated,
  scoring_contract: contract,
}: ModelVersionDocument): string | undefined {
  const own = JSON.parse(
    JSON.stringify({ name, evidence, scoring_contract: contract }),
  );
  return digestOfJson(own) === stated
    ? undefined
    : 'The digest of its evidence is not the one that it states.';
}

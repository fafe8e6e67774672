import type { ArtifactStore } from '@trainyard/artifacts';
import {
  combinedVerdict,
  gateCountsOf,
  headlineOf,
  requiredOf,
  stepMetrics,
  type AttemptDecision,
  type AttemptEnd,
  type Judgement,
  type Plan,
  type RunState,
  type StepManifest,
  type StepSeen,
  type Verdict,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { RunEntry, RunObservation } from '../../runs/runStore';
import {
  judgeSealed,
  readEvidence,
  type SealedEvidence,
} from '../../runs/views/sealedEvidence';
import type { ReconcilerPorts, Term } from '../ports';
import { compareReproduction } from './compareReproduction';
import { publishDataset } from './publishDataset';
import { registerModel } from './registerModel';
import { whyEnded } from './whyEnded';

/** An attempt that is about to be recorded as ended. */
export interface EndedAttempt {
  readonly entry: RunEntry;
  readonly store: ArtifactStore;
  readonly plan: Plan;
  /** Absent where it was stopped before it wrote one. */
  readonly end: AttemptEnd | undefined;
  readonly seen: ReadonlyMap<string, StepSeen>;
  readonly decision: AttemptDecision & { readonly do: 'record' };
}

/** An ended attempt with what it sealed, as the service judges it. */
export interface JudgedAttempt extends EndedAttempt {
  readonly manifests: ReadonlyMap<string, StepManifest>;
  readonly sealed: SealedEvidence;
  readonly judgement: Judgement;
  /** Of checks and gates together. */
  readonly verdict: Verdict;
  readonly state: RunState;
  readonly metrics: Readonly<Record<string, number>>;
  readonly headline: ReturnType<typeof headlineOf>;
}

export interface Ending {
  readonly state: RunState;
  readonly because: string | null;
  readonly results: Pick<
    RunObservation,
    'headline' | 'gates' | 'modelVersion' | 'reproduction'
  >;
}

/**
 * What an attempt came to: its dataset is published, its model registered, its
 * evidence judged. All of it can be repeated, and the run is recorded as ended only
 * afterwards, so that a kill at any point loses nothing and shows nothing twice.
 *
 * @throws LeaseLost
 */
export async function endAttempt(
  ended: EndedAttempt,
  term: Term,
  ports: Pick<ReconcilerPorts, 'datasets' | 'models'>,
): Promise<Ending> {
  const attempt = await judged(ended);
  const { sealed, judgement, headline, state } = attempt;
  const published = await publishDataset(attempt, term, ports);
  const registered = await registerModel(attempt, term, ports);
  const compared = await compareReproduction(attempt);
  return {
    state,
    because: whyEnded(attempt, [
      published.note,
      registered.note,
      compared.note,
    ]),
    results: {
      headline,
      gates:
        sealed.gates && judgement.gates
          ? gateCountsOf(sealed.gates, judgement.gates)
          : null,
      modelVersion: registered.version,
      reproduction: compared.reproduction,
    },
  };
}

async function judged(ended: EndedAttempt): Promise<JudgedAttempt> {
  const { plan, store, seen, decision } = ended;
  const manifests = new Map(
    [...seen].flatMap(([step, { manifest }]) =>
      manifest ? [[step, manifest]] : [],
    ),
  );
  const sealed = await readEvidence(
    store,
    plan,
    step => manifests.get(step)?.outputs,
  );
  const judgement = judgeSealed(plan, sealed);
  const verdict = combinedVerdict(judgement, requiredOf(plan));
  const bent = decision.state === 'succeeded' && verdict.verdict === 'blocked';
  return {
    ...ended,
    manifests,
    sealed,
    judgement,
    verdict,
    // Law 7: a step that let the model through is not taken on its word.
    state: bent ? 'blocked' : decision.state,
    metrics: Object.assign(
      {},
      ...[...manifests].map(
        ([step, { metrics }]) => stepMetrics(step, metrics).latest,
      ),
    ),
    headline: sealed.evaluation ? headlineOf(sealed.evaluation) : null,
  };
}

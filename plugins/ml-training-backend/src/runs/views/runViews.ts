import { ArtifactError, type ArtifactStore } from '@trainyard/artifacts';
import {
  answersOf,
  datasetColumns,
  runActions,
  RUNBOOK,
  stepViews,
  thinned,
  troublesOf,
  type AnswerSources,
  type EvidenceView,
  type MetricHistory,
  type Plan,
  type RunDetail,
  type StepView,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { TrainingEngine } from '@trainyard/backstage-plugin-ml-training-node';
import { openBundle, specificationOf } from '@trainyard/runner';
import { BoundedCache } from '../../reconciler/boundedCache';
import { readPlan } from '../../reconciler/startReconciler';
import { refusalToRetry } from '../refusalToRetry';
import type { RunEntry, RunStore } from '../runStore';
import { repeatCommand } from './repeatCommand';
import {
  judgeSealed,
  readEvidence,
  type SealedEvidence,
} from './sealedEvidence';

export interface RunViewPorts {
  readonly runs: Pick<
    RunStore,
    'find' | 'metrics' | 'params' | 'points' | 'previous' | 'steps'
  >;
  readonly store: (namespace: string) => Promise<ArtifactStore>;
  readonly engines: ReadonlyMap<string, TrainingEngine>;
}

export interface RunViews {
  /** @param allowed - what the person who asks has the permission for */
  detail(
    entry: RunEntry,
    allowed: Readonly<Record<keyof RunDetail['actions'], boolean>>,
  ): Promise<RunDetail>;
  evidence(entry: RunEntry): Promise<EvidenceView>;
  metrics(entry: RunEntry): Promise<MetricHistory>;
}

/** So many runs are looked at again without reading what they sealed. */
const REMEMBERED = 100;

type Sealed = Pick<AnswerSources, 'plan' | 'specification' | 'lock'>;

/** What the pages of a run show. What was sealed and cannot be read any more shows as a gap. */
export function runViews({ runs, store, engines }: RunViewPorts): RunViews {
  const sealedSources = new BoundedCache<Sealed>(REMEMBERED);

  const storeOf = ({ summary }: RunEntry) => store(summary.pipeline.namespace);

  const sealedOf = async (entry: RunEntry) => {
    const place = await storeOf(entry);
    return sealedSources.get(`${entry.plan} ${entry.bundle}`, () =>
      readSealed(place, entry),
    );
  };

  /** As recorded; before the first look at a run, as its plan says. */
  const stepsOf = async (entry: RunEntry, plan: Plan | undefined) => {
    const { run, attempt, state } = entry.summary;
    const recorded = await runs.steps(run, attempt);
    if (recorded.length > 0 || !plan) return recorded;
    return stepViews(plan, new Map(), { attempt, state });
  };

  const evidenceOf = async (
    entry: RunEntry,
    plan: Plan | undefined,
    steps: readonly StepView[],
  ): Promise<SealedEvidence> =>
    plan
      ? readEvidence(
          await storeOf(entry),
          plan,
          step => steps.find(({ name }) => name === step)?.outputs,
        )
      : { digests: {}, unreadable: ['The plan cannot be read any more.'] };

  const judgementOf = (plan: Plan | undefined, sealed: SealedEvidence) =>
    plan
      ? judgeSealed(plan, sealed)
      : { checks: null, gates: null, disagreements: [] };

  const predecessorOf = async (
    entry: RunEntry,
  ): Promise<AnswerSources['predecessor']> => {
    const run = await runs.previous(entry.summary.run);
    const before = run === undefined ? undefined : await runs.find(run);
    if (!before) return undefined;
    const { plan } = await sealedOf(before);
    return {
      run: before.summary.run,
      bundle: before.bundle,
      ...(plan && { plan }),
    };
  };

  const datasetRowsOf = async ({ summary }: RunEntry, place: ArtifactStore) => {
    const made = await ifSealed(() =>
      place.runs.findStep(summary.run, summary.attempt, 'materialize-dataset'),
    );
    return made?.logical.dataset;
  };

  const troublesFor = async (
    entry: RunEntry,
    plan: Plan | undefined,
    steps: readonly StepView[],
  ) => {
    const { state, because } = entry.summary;
    const sealed =
      state === 'blocked'
        ? await evidenceOf(entry, plan, steps)
        : { digests: {}, unreadable: [] };
    const judgement = judgementOf(plan, sealed);
    return troublesOf({ ...sealed, state, because, steps, judgement });
  };

  return {
    async detail(entry, allowed) {
      const { summary, bundle, source, reproduction } = entry;
      const { run, engine, state, owner, headline, parent } = summary;
      const sealed = await sealedOf(entry);
      const place = await storeOf(entry);
      const steps = await stepsOf(entry, sealed.plan);
      const [metrics, datasetRows, predecessor, troubles] = await Promise.all([
        runs.metrics(run),
        datasetRowsOf(entry, place),
        predecessorOf(entry),
        troublesFor(entry, sealed.plan, steps),
      ]);
      return {
        ...summary,
        plan: entry.plan,
        bundle,
        specification: entry.specification,
        source,
        attempts: [...entry.attempts],
        stepViews: [...steps],
        answers: answersOf({
          ...sealed,
          bundle,
          source,
          steps,
          headline,
          metrics,
          parent,
          reproduction,
          ...(datasetRows && { datasetRows }),
          ...(predecessor && { predecessor }),
        }),
        troubles,
        warnings: entry.warnings.map(it => ({ ...it, path: [...it.path] })),
        reproduction,
        actions: runActions({
          state,
          owner,
          stopAsked: entry.stopAsked,
          refusedRetry: refusalToRetry(state),
          engine: { name: engine, configured: engines.has(engine) },
          allowed,
        }),
        command: repeatCommand(entry),
        revision: entry.revision,
      };
    },

    async evidence(entry) {
      const { plan } = await sealedOf(entry);
      const steps = await stepsOf(entry, plan);
      const sealed = await evidenceOf(entry, plan, steps);
      const { checks, gates, disagreements } = judgementOf(plan, sealed);
      return {
        digests: definedOf(sealed.digests),
        profile: sealed.profile ?? null,
        split: sealed.split ?? null,
        checks: sealed.checks ?? null,
        calibration: sealed.calibration ?? null,
        evaluation: sealed.evaluation ?? null,
        gates: sealed.gates ?? null,
        recomputed: { checks, gates, disagreements: [...disagreements] },
        unreadable: [...sealed.unreadable],
        schema: plan
          ? datasetColumns(plan).map(({ name, type }) => ({ name, type }))
          : [],
        report: sealed.digests.report ?? null,
        runbooks: runbooksOf(sealed),
      };
    },

    async metrics({ summary: { run } }) {
      const [latest, params, points] = await Promise.all([
        runs.metrics(run),
        runs.params(run),
        runs.points(run),
      ]);
      return {
        latest: { ...latest },
        params: { ...params },
        curves: Object.fromEntries(
          Object.entries(points).map(([name, curve]) => [name, thinned(curve)]),
        ),
      };
    },
  };
}

async function readSealed(
  store: ArtifactStore,
  { plan, bundle, specification }: RunEntry,
): Promise<Sealed> {
  const [ofPlan, ofBundle] = await Promise.all([
    ifSealed(() => readPlan(store, plan)),
    ifSealed(async () =>
      specificationOf(await openBundle(store, bundle, specification)),
    ),
  ]);
  return { ...(ofPlan && { plan: ofPlan }), ...ofBundle };
}

/** Undefined where it is gone, damaged, or of another release. */
async function ifSealed<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ArtifactError || isUnknownForm(error)) {
      return undefined;
    }
    throw error;
  }
}

function isUnknownForm(error: unknown): boolean {
  // A bundle that this release cannot read, a document that does not parse.
  return (
    error instanceof TypeError ||
    error instanceof SyntaxError ||
    (error instanceof Error && error.name === 'ZodError')
  );
}

/** Every gate and check that was judged, and the page that helps when it blocks. */
function runbooksOf({ checks, gates }: SealedEvidence): Record<string, string> {
  const ids = [
    ...(checks?.results.map(({ check }) => check) ?? []),
    ...(gates?.results.map(({ gate }) => gate) ?? []),
  ];
  return Object.fromEntries(ids.map(id => [id, RUNBOOK.blocked]));
}

function definedOf(
  digests: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(digests).filter(
      (digest): digest is [string, string] => digest[1] !== undefined,
    ),
  );
}

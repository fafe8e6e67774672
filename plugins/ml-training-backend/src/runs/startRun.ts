import {
  canonicalJson,
  type Digest,
  type Json,
  type Lock,
  type Plan,
  type Problem,
  type RunRecord,
  type Specification,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { ArtifactStore } from '@trainyard/artifacts';
import { stageSources, type SourcePlace } from '@trainyard/runner';
import type { TrainingEngine } from '@trainyard/backstage-plugin-ml-training-node';
import type { NewRun, RunStore } from './runStore';
import { runParams } from './runParams';

/** All that is decided of a run before anything of it is written. */
export interface RunDraft {
  readonly plan: Plan;
  readonly specification: Specification;
  readonly lock: Lock;
  readonly engine: TrainingEngine;
  /** Seals the bundle and what it names, where that was not done by an earlier run. */
  readonly seal: (store: ArtifactStore) => Promise<Digest>;
  /** Which file of the bundle is the specification. */
  readonly file: string;
  readonly git: RunRecord['git'];
  /** Where pinned sources lie on this host. */
  readonly sources: readonly SourcePlace[];
  readonly warnings: readonly Problem[];
  readonly about: Pick<
    NewRun,
    | 'owner'
    | 'parent'
    | 'principal'
    | 'purpose'
    | 'requestDigest'
    | 'source'
    | 'sourceFolder'
    | 'token'
    | 'trigger'
  > & { readonly pipeline: { readonly entity: string; readonly name: string } };
}

export interface StartPorts {
  readonly runs: Pick<RunStore, 'create'>;
  readonly store: (namespace: string) => Promise<ArtifactStore>;
  readonly newRunId: (pipeline: string) => string;
  readonly now: () => Date;
  /** Whether the caller may run in the namespace that the specification names. */
  readonly mayRunIn: (namespace: string) => Promise<boolean>;
}

export type StartOutcome =
  | { readonly outcome: 'started'; readonly run: string }
  | { readonly outcome: 'already started'; readonly run: string }
  | {
      readonly outcome: 'token used for another request';
      readonly run: string;
    }
  | { readonly outcome: 'invalid'; readonly problems: readonly Problem[] }
  | { readonly outcome: 'not allowed in'; readonly namespace: string };

/**
 * Writes a run down, the row that makes it visible last. A kill at any point
 * before leaves what nothing names, and the same token starts the run again.
 */
export async function startRun(
  draft: RunDraft,
  ports: StartPorts,
): Promise<StartOutcome> {
  const { plan, engine, about } = draft;
  const { namespace } = plan;
  if (!(await ports.mayRunIn(namespace))) {
    return { outcome: 'not allowed in', namespace };
  }
  const advice = await engine.lint(plan);
  if (hasErrors(advice)) return { outcome: 'invalid', problems: advice };

  const store = await ports.store(namespace);
  const bundle = await draft.seal(store);
  const changed = await stageSources(store, draft.sources, () => undefined);
  if (changed.length > 0) {
    return { outcome: 'invalid', problems: changed.map(sourceProblem) };
  }
  const { sha256 } = await store.blobs.put(
    Buffer.from(canonicalJson(plan as unknown as Json)),
  );
  const record: RunRecord = {
    schema_version: 1,
    run: ports.newRunId(plan.pipeline),
    purpose: about.purpose,
    ...(about.parent !== null && { parent: about.parent }),
    pipeline: plan.pipeline,
    namespace,
    plan: sha256,
    bundle,
    specification: draft.file,
    git: draft.git,
    principal: about.principal,
    trust: 'engine',
    submitted_at: ports.now().toISOString(),
  };
  if ((await store.runs.create(record)) === 'exists') {
    throw new Error(`the store has a run ${record.run} already`);
  }
  const created = await ports.runs.create({
    ...about,
    run: record.run,
    pipeline: { ...about.pipeline, namespace },
    engine: engine.name,
    plan: sha256,
    bundle,
    specification: draft.file,
    model: plan.model_name ?? null,
    dataset: plan.dataset ?? null,
    steps: plan.steps.map(({ name }) => name),
    params: runParams(draft.specification),
    warnings: [...draft.warnings, ...advice],
  });
  return OUTCOMES[created.outcome](created.run);
}

const OUTCOMES = {
  created: (run: string) => ({ outcome: 'started' as const, run }),
  'already created': (run: string) => ({
    outcome: 'already started' as const,
    run,
  }),
  'token used for another request': (run: string) => ({
    outcome: 'token used for another request' as const,
    run,
  }),
};

export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some(({ severity }) => severity === 'error');
}

function sourceProblem({
  source,
  file,
  expected,
  found,
}: Awaited<ReturnType<typeof stageSources>>[number]): Problem {
  return {
    file,
    path: ['sources', source],
    expected,
    found,
    advice:
      'A source is not what was pinned. Bring the pinned data back, or run "trainyard pin" to mean the new one, and commit the lock.',
    severity: 'error',
  };
}

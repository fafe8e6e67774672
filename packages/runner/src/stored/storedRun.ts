import type { ArtifactStore } from '@trainyard/artifacts';
import {
  plan as planDocument,
  type AttemptEnd,
  type Plan,
  type RunRecord,
} from '@trainyard/backstage-plugin-ml-training-common';

/** A run with all that a comparison needs, read back from the store. */
export interface StoredRun {
  readonly record: RunRecord;
  readonly plan: Plan;
  readonly end: AttemptEnd;
}

export type StoredRunOutcome =
  | { readonly outcome: 'found'; readonly run: StoredRun }
  | { readonly outcome: 'unknown' }
  | { readonly outcome: 'not ended' };

/** How the newest ended attempt ended; undefined where none has. */
export async function lastAttempt(
  store: ArtifactStore,
  run: string,
): Promise<AttemptEnd | undefined> {
  const attempts = [...(await store.runs.attempts(run))].reverse();
  for (const attempt of attempts) {
    const end = await store.runs.findEnd(run, attempt);
    if (end) return end;
  }
  return undefined;
}

/** The plan that a run's record names. */
export async function storedPlan(
  store: ArtifactStore,
  record: Pick<RunRecord, 'plan'>,
): Promise<Plan> {
  const bytes = await store.blobs.readAll(record.plan);
  return planDocument.parse(JSON.parse(Buffer.from(bytes).toString()));
}

/** Reads an ended run. */
export async function findStoredRun(
  store: ArtifactStore,
  run: string,
): Promise<StoredRunOutcome> {
  const record = await store.runs.find(run);
  if (!record) return { outcome: 'unknown' };
  const end = await lastAttempt(store, run);
  if (!end) return { outcome: 'not ended' };
  return {
    outcome: 'found',
    run: { record, plan: await storedPlan(store, record), end },
  };
}

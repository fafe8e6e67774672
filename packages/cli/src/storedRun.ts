import type { ArtifactStore } from '@trainyard/artifacts';
import {
  plan as planDocument,
  type AttemptEnd,
  type Plan,
  type RunRecord,
} from '@trainyard/backstage-plugin-ml-training-common';
import { WrongUse } from './usage';

/** A run with all that a comparison needs, read back from the store. */
export interface StoredRun {
  readonly record: RunRecord;
  readonly plan: Plan;
  readonly end: AttemptEnd;
}

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

/** @throws WrongUse where the run is unknown or has not ended */
export async function storedRun(
  store: ArtifactStore,
  run: string,
): Promise<StoredRun> {
  const record = await store.runs.find(run);
  if (!record) {
    throw new WrongUse(
      `no run "${run}" in this store. "trainyard show" lists those that are.`,
    );
  }
  const end = await lastAttempt(store, run);
  if (!end) {
    throw new WrongUse(
      `run "${run}" has not ended. If nothing executes it, resume it first.`,
    );
  }
  const bytes = await store.blobs.readAll(record.plan);
  const plan = planDocument.parse(JSON.parse(Buffer.from(bytes).toString()));
  return { record, plan, end };
}

import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stagingOf } from '@trainyard/argo-manifest';
import type { ArtifactStore } from '@trainyard/artifacts';
import { stopMarker } from '@trainyard/backstage-plugin-ml-training-common';
import type { EngineRef } from '@trainyard/backstage-plugin-ml-training-node';
import { settleAttempt, type SettleOutcome } from '@trainyard/runner';
import { builtinSteps } from '@trainyard/steps';
import { placeOf } from '../clusters/places';

/** Pods that have not claimed the attempt keep off when they see it. */
export async function askToStop(
  ref: EngineRef,
  store: ArtifactStore,
  now: () => Date,
): Promise<void> {
  const marker = { schema_version: 1, asked_at: now().toISOString() };
  // One that is there already says the same.
  await store.objects.create(
    stopMarker(stagingOf(ref.run, ref.attempt)),
    Buffer.from(JSON.stringify(marker)),
  );
}

export async function isAskedToStop(
  ref: EngineRef,
  store: ArtifactStore,
): Promise<boolean> {
  const marker = stopMarker(stagingOf(ref.run, ref.attempt));
  return (await store.objects.size(marker)) !== undefined;
}

/**
 * Sees that an attempt whose workflow is over has its end in the store, where it was
 * begun: its last pod may have been ended by force. To be called when none of its
 * pods runs any more; an end that is there stays.
 *
 * @throws Error where run and store do not fit together
 */
export async function settleEnded(
  ref: EngineRef,
  store: ArtifactStore,
  now: () => Date,
): Promise<Exclude<SettleOutcome, { outcome: 'refused' }>> {
  const { cluster, workflow } = placeOf(ref);
  const settled = await settleAttempt(
    {
      run: ref.run,
      attempt: ref.attempt,
      host: `argo/${cluster}/${workflow}`,
      staging: stagingOf(ref.run, ref.attempt),
      builtin_threads: 1,
    },
    {
      store,
      // None of them is executed here: they look at what commands have left.
      builtins: builtinSteps({ sandboxCommand: [] }),
      workFolder: join(tmpdir(), 'trainyard-argo'),
      now,
      tell: () => {},
    },
  );
  if (settled.outcome === 'refused') throw new Error(settled.because);
  return settled;
}

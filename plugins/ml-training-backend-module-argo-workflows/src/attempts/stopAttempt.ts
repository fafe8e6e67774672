import type { ArtifactStore } from '@trainyard/artifacts';
import type { EngineRef } from '@trainyard/backstage-plugin-ml-training-node';
import type { OpenCluster } from '../clusters/cluster';
import { askToStop, settleEnded } from './settleEnded';

/** Looked at without being told, in case that what tells of changes is silent. */
const LOOK_MILLISECONDS = 2000;
/** Of whoever waits for a stop: later than that nobody does. */
const LONGEST_MILLISECONDS = 110_000;

export interface StopOptions {
  readonly graceMilliseconds: number;
  readonly monotonic: () => number;
  readonly now: () => Date;
}

/**
 * Ends an attempt in order, by force where that takes too long. Returns when its
 * workflow has ended, its pods have, and the store says how.
 *
 * @throws Error where it does not end, or the cluster cannot be asked
 */
export async function stopAttempt(
  ref: EngineRef,
  workflow: string,
  { api, cache }: OpenCluster,
  store: ArtifactStore,
  options: StopOptions,
): Promise<void> {
  let found = await cache.seek(workflow);
  if (!found && !(await store.runs.findAttempt(ref.run, ref.attempt))) return;
  // First: pods that are about to claim the attempt see it and keep off.
  if (found && !found.finished) await askToStop(ref, store, options.now);
  const begun = options.monotonic();
  let asked: 'no' | 'to stop' | 'to end' = 'no';
  while (found && !found.finished) {
    const waited = options.monotonic() - begun;
    if (waited > LONGEST_MILLISECONDS) throw lasting(workflow);
    if (asked === 'no') {
      await api.stop(workflow);
      asked = 'to stop';
    } else if (asked === 'to stop' && waited > options.graceMilliseconds) {
      await api.terminate(workflow);
      asked = 'to end';
    }
    await cache.changed(LOOK_MILLISECONDS);
    const known = cache.find(workflow);
    found = known?.finished ? known : await cache.seek(workflow);
  }
  while (((await api.livePods(workflow)) ?? 0) > 0) {
    if (options.monotonic() - begun > LONGEST_MILLISECONDS) {
      throw lasting(workflow);
    }
    await cache.changed(LOOK_MILLISECONDS / 4);
  }
  await settleEnded(ref, store, options.now);
}

function lasting(workflow: string): Error {
  return new Error(
    `The workflow ${workflow} was asked to stop, then to end at once, and has not ended yet. See docs/runbooks/argo-unreachable.md.`,
  );
}

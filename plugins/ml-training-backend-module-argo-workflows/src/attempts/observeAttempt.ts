import { podName } from '@trainyard/argo-manifest';
import type { ArtifactStore } from '@trainyard/artifacts';
import type {
  EngineObservation,
  EngineRef,
} from '@trainyard/backstage-plugin-ml-training-node';
import type { CachedWorkflow } from '../cache/cachedWorkflow';
import type { Cluster } from '../clusters/cluster';
import { progressOf } from '../progress/whyItWaits';
import { isAskedToStop, settleEnded } from './settleEnded';

/**
 * What became of an attempt. While its workflow goes on, that is answered from what
 * was heard of it: no call, and nothing read from the store.
 *
 * @throws Error where the cluster cannot be asked
 */
export async function observeAttempt(
  ref: EngineRef,
  workflow: string,
  cluster: Cluster,
  store: () => Promise<ArtifactStore>,
  now: () => Date,
): Promise<EngineObservation> {
  const found = await cluster.find(workflow);
  if (found && !found.finished) {
    const { api, cache, complaints } = await cluster.open();
    return progressOf(found, {
      others: cache.active,
      complaints: () => complaints.known,
      podNameOf: node => podName(workflow, node),
      now: now(),
      where: api.where,
    });
  }
  const opened = await store();
  if (await opened.runs.findEnd(ref.run, ref.attempt)) {
    return { state: 'ended' };
  }
  return found
    ? ended(ref, found, opened, now)
    : { state: 'gone', because: await goneWords(ref, cluster, opened) };
}

/** Of a workflow that is over without an end in the store: its exit handler did not come to it. */
async function ended(
  ref: EngineRef,
  found: CachedWorkflow,
  store: ArtifactStore,
  now: () => Date,
): Promise<EngineObservation> {
  const settled = await settleEnded(ref, store, now);
  if (settled.outcome === 'settled') return { state: 'ended' };
  if (settled.outcome === 'claimed by another') {
    return {
      state: 'gone',
      because: `its workflow ${found.name} found the attempt claimed by ${settled.host}`,
    };
  }
  const { phase, message } = found;
  return {
    state: 'gone',
    because: (await isAskedToStop(ref, store))
      ? WITHDRAWN
      : `its workflow ${found.name} ended before it began: ${[phase, message].filter(Boolean).join(': ')}`,
  };
}

const WITHDRAWN = 'it was withdrawn before it began';

async function goneWords(
  ref: EngineRef,
  { name, settings }: Cluster,
  store: ArtifactStore,
): Promise<string> {
  const claim = await store.runs.findAttempt(ref.run, ref.attempt);
  if (!claim && (await isAskedToStop(ref, store))) return WITHDRAWN;
  return `the cluster ${name} has no workflow of it any more in the namespace ${settings.namespace}, and Argo’s archive has none: it was deleted before the run had told its end`;
}

import { join } from 'node:path';
import {
  fetchTree,
  sealFolder,
  type ArtifactStore,
} from '@trainyard/artifacts';
import type { Digest } from '@trainyard/backstage-plugin-ml-training-common';
import { LATEST_CHECKPOINT } from '../commands/checkpointFolder';
import {
  watchCheckpoints,
  type CheckpointWatch,
} from '../commands/watchCheckpoints';
import { hint } from './hint';
import type { StepJob } from './stepJob';
import type { RunPorts } from './runPorts';

export interface KeptCheckpoints {
  /** The generation that the command was given; undefined at a fresh start. */
  readonly resumedFrom: number | undefined;
  /** Waits until what the command completed is in the store. */
  settle(): Promise<void>;
}

/** Lays out the newest checkpoint of this work, and seals each that the command completes. */
export async function keepCheckpoints(
  job: StepJob,
  ports: RunPorts,
): Promise<KeptCheckpoints> {
  const { identity, folder, fromCheckpoint } = job;
  const resumedFrom = fromCheckpoint
    ? await layCheckpoint(ports.store, identity, folder.checkpoints)
    : undefined;
  if (resumedFrom !== undefined) job.say(resumedWords(resumedFrom));
  const { settle } = sealCheckpoints(job, folder.checkpoints, ports);
  return { resumedFrom, settle };
}

export function resumedWords(generation: number): string {
  return `resumes from checkpoint ${generation}`;
}

/** @returns the generation that was laid out; undefined where there is none */
export async function layCheckpoint(
  store: ArtifactStore,
  identity: Digest,
  folder: string,
): Promise<number | undefined> {
  const newest = await store.checkpoints.newest(identity);
  if (!newest) return undefined;
  const latest = join(folder, LATEST_CHECKPOINT);
  await fetchTree(store, newest.tree, latest, { readOnly: true });
  return newest.generation;
}

/**
 * Seals each checkpoint that a command completes in a folder. Whoever claims the
 * identity fences the tries before: a command that outlived its runner cannot add
 * to a later one's generations.
 */
export function sealCheckpoints(
  {
    identity,
    by,
    aside,
    say,
  }: Pick<StepJob, 'identity' | 'by' | 'aside' | 'say'>,
  folder: string,
  ports: Pick<RunPorts, 'store' | 'now'>,
): CheckpointWatch {
  const { store } = ports;
  let claimed = false;
  return watchCheckpoints(folder, async generation => {
    // Claimed by the first one: most commands write none, and a claim is a durable write.
    if (!claimed) await store.checkpoints.claim(identity, by);
    claimed = true;
    const sealed = await sealFolder(store, generation.folder);
    if ('refused' in sealed) {
      say(`checkpoint ${generation.name} was not kept: ${sealed.refused}`);
      return;
    }
    const saved = await store.checkpoints.save(identity, by, sealed.tree);
    if (saved.outcome === 'saved') {
      say(`checkpoint ${saved.generation} kept`);
      hint(ports, { ...by, aside }, 'checkpoint saved', generation.name);
    }
  });
}

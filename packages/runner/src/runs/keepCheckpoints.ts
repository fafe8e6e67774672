import { join } from 'node:path';
import { fetchTree, sealFolder } from '@trainyard/artifacts';
import { LATEST_CHECKPOINT } from '../commands/checkpointFolder';
import { watchCheckpoints } from '../commands/watchCheckpoints';
import { hint } from './hint';
import type { StepJob } from './stepJob';
import type { RunPorts } from './runPorts';

export interface KeptCheckpoints {
  /** The generation that the command was given; undefined at a fresh start. */
  readonly resumedFrom: number | undefined;
  /** Waits until what the command completed is in the store. */
  settle(): Promise<void>;
}

/**
 * Lays out the newest checkpoint of this work, and seals each that the command
 * completes. Whoever claims the identity fences the tries before: a command that
 * outlived its runner cannot add to a later one's generations.
 */
export async function keepCheckpoints(
  { identity, by, aside, folder, fromCheckpoint, say }: StepJob,
  ports: RunPorts,
): Promise<KeptCheckpoints> {
  const { store } = ports;
  const newest = fromCheckpoint
    ? await store.checkpoints.newest(identity)
    : undefined;
  if (newest) {
    const latest = join(folder.checkpoints, LATEST_CHECKPOINT);
    await fetchTree(store, newest.tree, latest, { readOnly: true });
    say(`resumes from checkpoint ${newest.generation}`);
  }
  let claimed = false;
  const watch = watchCheckpoints(folder.checkpoints, async generation => {
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
  return { resumedFrom: newest?.generation, settle: watch.settle };
}

import { chmod, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { commandParameters } from '../runs/commandParameters';
import { fetchInput } from '../runs/fetchInputs';
import { layCheckpoint } from '../runs/keepCheckpoints';
import { layInputs } from '../runs/layInputs';
import { outputFolders, wipe } from '../runs/workFolder';
import type { ResolvedStep } from '../runs/attempt';
import type { Pod } from './openPod';
import type { PodPlaces } from './podPlaces';

/**
 * Lays out all that a command finds, for whichever user its image runs as: what is
 * given can be read by everybody, what it makes can be written by everybody.
 *
 * @param keeps - whether it goes on at the newest checkpoint
 * @returns the generation it goes on at
 */
export async function layForCommand(
  { ports }: Pod,
  { step, identity, inputs }: ResolvedStep,
  places: PodPlaces,
  keeps: boolean,
): Promise<number | undefined> {
  // Left by a container that was started before it on the same node.
  for (const given of [places.inputs, places.code, places.made]) {
    await empty(given);
  }
  await mkdir(places.inputs, { recursive: true });
  await layInputs({ inputs, folder: { inputs: places.inputs } }, ports);
  if (step.code) {
    await fetchInput(ports.store, ports.sources, step.code, places.code);
  }
  await writeFile(places.parameters, commandParameters(step));
  await chmod(places.parameters, 0o644);
  const writable = [
    places.made,
    places.outputs,
    ...Object.values(outputFolders(step, places.outputs)),
    dirname(places.metrics),
    places.checkpoints,
    places.scratch,
  ];
  for (const folder of writable) {
    await mkdir(folder, { recursive: true });
    // Not by mkdir's own mode, from which the process' mask is taken away. A volume is
    // somebody else's, who alone may set its mode, and open already.
    const { mode } = await stat(folder);
    if ((mode & 0o777) !== 0o777) await chmod(folder, 0o777);
  }
  return keeps
    ? layCheckpoint(ports.store, identity, places.checkpoints)
    : undefined;
}

/** The folder itself may be where a volume is mounted. */
async function empty(folder: string): Promise<void> {
  const names = await readdir(folder).catch((): string[] => []);
  for (const name of names) await wipe(join(folder, name));
}

import { join } from 'node:path';
import type { Digest } from '@trainyard/backstage-plugin-ml-training-common';
import { fetchInput, type LaidInput } from './fetchInputs';
import type { RunPorts } from './runPorts';
import type { LaidInputs, StepJob } from './stepJob';
import type { StepFolder } from './workFolder';

/**
 * Lays out every input of a step in its own folder.
 *
 * @param kept - where a tree lies already that may be read there; commands are
 *   always given copies of their own
 */
export async function layInputs(
  {
    inputs,
    folder,
  }: Pick<StepJob, 'inputs'> & {
    readonly folder: Pick<StepFolder, 'inputs'>;
  },
  { store, sources }: Pick<RunPorts, 'store' | 'sources'>,
  kept: (tree: Digest) => string | undefined = () => undefined,
): Promise<LaidInputs> {
  const laid = new Map<string, LaidInput>();
  for (const [name, tree] of Object.entries(inputs)) {
    const there = kept(tree);
    laid.set(
      name,
      there === undefined
        ? await fetchInput(store, sources, tree, join(folder.inputs, name))
        : { folder: there, entries: [] },
    );
  }
  return laid;
}

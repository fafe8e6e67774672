import { readdir } from 'node:fs/promises';
import { sealFolder, type ArtifactStore } from '@trainyard/artifacts';
import type { Digest } from '@trainyard/backstage-plugin-ml-training-common';

export type SealOutcome =
  | {
      readonly sealed: true;
      readonly outputs: Readonly<Record<string, Digest>>;
    }
  | { readonly sealed: false; readonly because: readonly string[] };

/**
 * Turns what a step wrote into artifacts.
 *
 * @param all - whether every output must hold something; a blocked step may have
 *   stopped before it wrote some of them
 */
export async function sealOutputs(
  store: ArtifactStore,
  folders: Readonly<Record<string, string>>,
  all: boolean,
): Promise<SealOutcome> {
  // Side by side, since small outputs wait for the disk and not for each other.
  const seals = await Promise.all(
    Object.entries(folders).map(
      async ([name, folder]) =>
        [name, await sealOutput(store, folder)] as const,
    ),
  );
  const outputs: Record<string, Digest> = {};
  const because: string[] = [];
  for (const [name, seal] of seals) {
    if (seal === 'empty') {
      if (all) because.push(wroteNothing(name));
    } else if ('refused' in seal) {
      because.push(`output ${name}: ${seal.refused}`);
    } else {
      outputs[name] = seal.tree;
    }
  }
  return because.length > 0
    ? { sealed: false, because }
    : { sealed: true, outputs };
}

async function sealOutput(store: ArtifactStore, folder: string) {
  const entries = await readdir(folder).catch((): string[] => []);
  return entries.length === 0 ? 'empty' : sealFolder(store, folder);
}

function wroteNothing(output: string): string {
  return (
    `the step wrote nothing to $TRAINYARD_OUT/${output}: ` +
    'expected at least one file, found an empty folder'
  );
}

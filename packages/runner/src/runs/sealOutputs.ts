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
  const outputs: Record<string, Digest> = {};
  const because: string[] = [];
  for (const [name, folder] of Object.entries(folders)) {
    const entries = await readdir(folder).catch((): string[] => []);
    if (entries.length > 0) {
      const seal = await sealFolder(store, folder);
      if ('refused' in seal) {
        because.push(`output ${name}: ${seal.refused}`);
      } else {
        outputs[name] = seal.tree;
      }
    } else if (all) {
      because.push(
        `the step wrote nothing to $TRAINYARD_OUT/${name}: ` +
          'expected at least one file, found an empty folder',
      );
    }
  }
  return because.length > 0
    ? { sealed: false, because }
    : { sealed: true, outputs };
}

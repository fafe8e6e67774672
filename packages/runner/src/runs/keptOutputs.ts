import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  Digest,
  PlanStep,
} from '@trainyard/backstage-plugin-ml-training-common';
import { wipe } from './workFolder';

/**
 * Outputs that built-ins of this attempt have written, by the tree they were
 * sealed as. A later built-in reads them where they lie: both are ours, nobody
 * else could write there, and the bytes were hashed when they were sealed.
 * Commands are always given copies of their own.
 */
export class KeptOutputs {
  private readonly folders = new Map<Digest, string>();

  /** @param root - inside the attempt's folder, so that it is wiped with it at the latest */
  constructor(private readonly root: string) {}

  find(tree: Digest): string | undefined {
    return this.folders.get(tree);
  }

  /** Takes a folder over; it is the tree's from now on. */
  async keep(tree: Digest, folder: string): Promise<void> {
    if (this.folders.has(tree)) return;
    await mkdir(this.root, { recursive: true, mode: 0o700 });
    const kept = join(this.root, tree);
    await rename(folder, kept);
    this.folders.set(tree, kept);
  }

  /** Wipes what no step that is still to come reads. */
  async dropAllBut(needed: ReadonlySet<Digest>): Promise<void> {
    for (const [tree, folder] of this.folders) {
      if (needed.has(tree)) continue;
      this.folders.delete(tree);
      await wipe(folder);
    }
  }
}

/** Trees that steps to come will read, as far as they are made. */
export function treesNeeded(
  steps: readonly PlanStep[],
  outputOf: (step: string, output: string) => Digest | undefined,
): ReadonlySet<Digest> {
  const trees = steps.flatMap(({ inputs }) =>
    Object.values(inputs).map(input =>
      'tree' in input ? input.tree : outputOf(input.step, input.output),
    ),
  );
  return new Set(trees.flatMap(tree => tree ?? []));
}

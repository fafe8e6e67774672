import {
  ArtifactError,
  type ArtifactStore,
  type TreeEntry,
} from '@trainyard/artifacts';
import type {
  Digest,
  StepView,
} from '@trainyard/backstage-plugin-ml-training-common';
import { hiddenOutput } from './hiddenOutput';

/** One output of a step, as it is in the store. */
export interface SealedTree {
  readonly step: string;
  readonly output: string;
  readonly tree: Digest;
  /** Why its bytes are not shown; null where they are. */
  readonly hidden: string | null;
}

/** What the steps of a run sealed, in their order. */
export function sealedTrees(steps: readonly StepView[]): SealedTree[] {
  return steps.flatMap(step =>
    Object.entries(step.outputs).map(([output, tree]) => ({
      step: step.name,
      output,
      tree,
      hidden: hiddenOutput(step, output),
    })),
  );
}

export type TreeOutcome =
  | {
      readonly outcome: 'found';
      readonly entries: readonly TreeEntry[];
      readonly hidden: string | null;
    }
  | { readonly outcome: 'not of this run' }
  | { readonly outcome: 'damaged'; readonly because: string };

/**
 * A tree by its digest, if a step of the run sealed it: knowing a digest is no right
 * to read it. What one output hides is hidden under every name it has.
 */
export async function treeOfRun(
  store: ArtifactStore,
  steps: readonly StepView[],
  tree: Digest,
): Promise<TreeOutcome> {
  const same = sealedTrees(steps).filter(sealed => sealed.tree === tree);
  if (same.length === 0) return { outcome: 'not of this run' };
  const hidden = same.find(sealed => sealed.hidden !== null)?.hidden ?? null;
  try {
    const entries = await store.trees.entries(tree);
    return { outcome: 'found', entries, hidden };
  } catch (error) {
    return { outcome: 'damaged', because: damageOf(error) };
  }
}

/** What is wrong with what the store holds. Anything else is thrown on. */
export function damageOf(error: unknown): string {
  if (error instanceof ArtifactError) return error.message;
  throw error;
}

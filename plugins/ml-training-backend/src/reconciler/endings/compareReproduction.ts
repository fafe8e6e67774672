import { ArtifactError } from '@trainyard/artifacts';
import {
  reproductionVerdict,
  type Specification,
} from '@trainyard/backstage-plugin-ml-training-common';
import {
  findStoredRun,
  openBundle,
  reproducedSteps,
  specificationOf,
} from '@trainyard/runner';
import type { RunEntry } from '../../runs/runStore';
import type { JudgedAttempt } from './endAttempt';

interface Compared {
  readonly reproduction: RunEntry['reproduction'];
  readonly note: string | null;
}

/** How a reproduction compares with the run that it repeats; of another run nothing. */
export async function compareReproduction(
  attempt: JudgedAttempt,
): Promise<Compared> {
  const { entry, store, plan, end } = attempt;
  const { purpose, parent, run } = entry.summary;
  if (purpose !== 'reproduction' || parent === null || !end) {
    return { reproduction: null, note: null };
  }
  const original = await findStoredRun(store, parent);
  if (original.outcome !== 'found') {
    return cannot(
      `the run ${parent} ${original.outcome === 'unknown' ? 'is not in the store' : 'has not ended'}`,
    );
  }
  const record = await store.runs.find(run);
  const specification = await sealedSpecification(attempt);
  if (!record || !specification) {
    return cannot('what was sealed of its specification cannot be read');
  }
  const { verdict, explanation } = reproductionVerdict({
    original: await reproducedSteps(store, original.run),
    repeated: await reproducedSteps(store, { record, plan, end }),
    bands: specification.reproduction.bands,
  });
  return { reproduction: { verdict, explanation }, note: null };
}

function cannot(because: string): Compared {
  return {
    reproduction: null,
    note: `It cannot be compared with the run that it repeats: ${because}.`,
  };
}

async function sealedSpecification({
  store,
  entry,
}: JudgedAttempt): Promise<Specification | undefined> {
  try {
    const bundle = await openBundle(store, entry.bundle, entry.specification);
    return specificationOf(bundle).specification;
  } catch (error) {
    // What specificationOf says of a bundle that this release cannot read.
    if (error instanceof ArtifactError || error instanceof TypeError) {
      return undefined;
    }
    throw error;
  }
}

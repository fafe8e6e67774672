import {
  canonicalJson,
  stepResult,
  type Digest,
  type StepResult,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { ObjectStore } from '../../objects/objectStore';
import { ArtifactError } from '../artifactError';
import type { AdoptOutcome, ResultRoom } from '../artifactStore';
import { numberedDocuments } from '../documents/numbered';
import { readDocument } from '../documents/readDocument';
import { createDocument } from '../documents/writeDocument';
import { layout } from '../layout';
import { requireTree } from '../trees/treeRoom';
import { sameOutcome } from './sameOutcome';

/** A step that differed so often will go on to; more of its results tell nobody anything. */
const MOST_RESULTS = 1000;

export function resultRoom(objects: ObjectStore): ResultRoom {
  return {
    add: result => addResult(objects, result),
    first: identity => readResult(objects, identity, 1),

    async all(identity) {
      const results: StepResult[] = [];
      const prefix = layout.resultsOf(identity);
      for (const n of await numberedDocuments(objects, prefix)) {
        const result = await readResult(objects, identity, n);
        if (result) results.push(result);
      }
      return results;
    },
  };
}

async function readResult(objects: ObjectStore, identity: Digest, n: number) {
  const key = layout.result(identity, n);
  return readDocument(objects, key, stepResult, { identity });
}

/**
 * Walks the results of the identity from the first on, and stops at an equal one
 * or at a free number. A number that another writer takes meanwhile is looked at
 * like those that were there before.
 */
async function addResult(
  objects: ObjectStore,
  result: StepResult,
): Promise<AdoptOutcome> {
  for (const tree of Object.values(result.outputs)) {
    await requireTree(objects, tree);
  }
  let first: StepResult | undefined;
  for (let n = 1; n <= MOST_RESULTS; n++) {
    const there = await createOrRead(objects, result, n);
    first ??= there;
    if (sameOutcome(there, result)) return outcomeOf(first, result, n);
  }
  throw new ArtifactError(
    'conflict',
    layout.result(result.identity, MOST_RESULTS),
    `The step ${result.step} yielded ${MOST_RESULTS} different results from equal inputs. Make it deterministic (see seeds and threads), or mark it measured.`,
  );
}

async function createOrRead(
  objects: ObjectStore,
  result: StepResult,
  n: number,
): Promise<StepResult> {
  const { identity } = result;
  const there = await readResult(objects, identity, n);
  if (there) return there;
  const key = layout.result(identity, n);
  return (await createDocument(objects, key, stepResult, result)) === 'created'
    ? result
    : createOrRead(objects, result, n);
}

function outcomeOf(
  first: StepResult,
  result: StepResult,
  n: number,
): AdoptOutcome {
  if (n > 1) return { outcome: 'differs', result: first, n };
  // Its own, also when it is added a second time after a doubt.
  return canonicalJson(first) === canonicalJson(result)
    ? { outcome: 'first', result: first }
    : { outcome: 'same', result: first };
}

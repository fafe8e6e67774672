import type { Digest } from '@trainyard/backstage-plugin-ml-training-common';
import type { ObjectStore } from '../../objects/objectStore';
import type { CheckpointRoom } from '../artifactStore';
import {
  createNumbered,
  numberedDocuments,
  numberedFolders,
} from '../documents/numbered';
import { readDocument } from '../documents/readDocument';
import { createDocument } from '../documents/writeDocument';
import { layout } from '../layout';
import { requireTree } from '../trees/treeRoom';
import {
  checkpointDocument,
  claimDocument,
  type Checkpoint,
  type Claim,
} from './checkpointDocuments';

type By = Pick<Claim, 'run' | 'attempt' | 'try'>;

/**
 * The order of claims decides who may save: only the last claimant. One that is
 * fenced between its look at the claims and its write may still write once. That
 * does no harm: `newest` prefers the later claim before the later generation, and
 * what the fenced one wrote is a checkpoint of the same work.
 */
export function checkpointRoom(objects: ObjectStore): CheckpointRoom {
  return {
    async claim(identity, by) {
      const claims = await readClaims(objects, identity);
      if (claims.some(claim => isBy(claim, by))) return;
      await createNumbered(claims.at(-1)?.epoch ?? 0, epoch =>
        createDocument(objects, layout.claim(identity, epoch), claimDocument, {
          schema_version: 1,
          identity,
          epoch,
          ...by,
        }),
      );
    },

    async save(identity, by, tree) {
      await requireTree(objects, tree);
      const epoch = await epochOf(objects, identity, by);
      if (epoch === undefined) return { outcome: 'fenced' };
      const last = (await generationsOf(objects, identity)).at(-1) ?? 0;
      const generation = await createNumbered(last, n =>
        createDocument(
          objects,
          layout.checkpoint(identity, n),
          checkpointDocument,
          {
            schema_version: 1,
            identity,
            generation: n,
            epoch,
            ...by,
            tree,
          },
        ),
      );
      return (await epochOf(objects, identity, by)) === undefined
        ? { outcome: 'fenced' }
        : { outcome: 'saved', generation };
    },

    async newest(identity) {
      let newest: Checkpoint | undefined;
      for (const generation of await generationsOf(objects, identity)) {
        const found = await readDocument(
          objects,
          layout.checkpoint(identity, generation),
          checkpointDocument,
          { identity, generation },
        );
        // Ascending generations: among equal claims the later one wins.
        if (found && found.epoch >= (newest?.epoch ?? 0)) newest = found;
      }
      return newest && { generation: newest.generation, tree: newest.tree };
    },
  };
}

function generationsOf(objects: ObjectStore, identity: Digest) {
  const prefix = layout.checkpointsOf(identity);
  return numberedFolders(objects, prefix, 'checkpoint.json');
}

async function readClaims(
  objects: ObjectStore,
  identity: Digest,
): Promise<readonly Claim[]> {
  const claims: Claim[] = [];
  const prefix = layout.claims(identity);
  for (const epoch of await numberedDocuments(objects, prefix)) {
    const key = layout.claim(identity, epoch);
    const claim = await readDocument(objects, key, claimDocument, {
      identity,
      epoch,
    });
    if (claim) claims.push(claim);
  }
  return claims;
}

/** The epoch of the last claim where it is by this try; undefined where it is fenced. */
async function epochOf(
  objects: ObjectStore,
  identity: Digest,
  by: By,
): Promise<number | undefined> {
  const last = (await readClaims(objects, identity)).at(-1);
  return last && isBy(last, by) ? last.epoch : undefined;
}

function isBy(claim: Claim, by: By): boolean {
  return (
    claim.run === by.run && claim.attempt === by.attempt && claim.try === by.try
  );
}

import { digest } from '@trainyard/backstage-plugin-ml-training-common';
import { z } from 'zod';
import { byUtf8 } from '../../objects/byUtf8';
import type { ObjectStore } from '../../objects/objectStore';
import type { BoundName, NameRoom } from '../artifactStore';
import { readDocument } from '../documents/readDocument';
import { createDocument } from '../documents/writeDocument';
import { layout } from '../layout';
import { requireTree } from '../trees/treeRoom';

export const nameDocument = z.strictObject({
  schema_version: z.literal(1),
  tree: digest,
  logical: digest.optional(),
});

export function nameRoom(objects: ObjectStore): NameRoom {
  const room: NameRoom = {
    async bind(kind, name, version, to) {
      const key = layout.name(kind, name, version);
      await requireTree(objects, to.tree);
      const created = await createDocument(objects, key, nameDocument, {
        schema_version: 1,
        ...to,
      });
      if (created === 'created') return { outcome: 'bound' };
      const bound = await room.find(kind, name, version);
      if (!bound) return room.bind(kind, name, version, to);
      return sameContent(bound, to)
        ? { outcome: 'already bound', to: bound }
        : { outcome: 'taken by other content', to: bound };
    },

    async find(kind, name, version) {
      const key = layout.name(kind, name, version);
      const document = await readDocument(objects, key, nameDocument);
      if (!document) return undefined;
      const { tree, logical } = document;
      return { tree, ...(logical !== undefined && { logical }) };
    },

    async versions(kind, name) {
      const versions: string[] = [];
      for await (const child of objects.children(layout.versions(kind, name))) {
        if (child.endsWith('.json')) versions.push(child.slice(0, -5));
      }
      return versions.sort(byUtf8);
    },
  };
  return room;
}

/**
 * Rows decide where both know theirs, so that a new library version that writes
 * other bytes for equal rows does not break a name.
 */
function sameContent(a: BoundName, b: BoundName): boolean {
  return a.logical !== undefined && b.logical !== undefined
    ? a.logical === b.logical
    : a.tree === b.tree;
}

import type { CatalogModelKindVersionDefinition } from '@backstage/catalog-model/alpha';
import type { RELATIONS } from '@trainyard/backstage-plugin-ml-training-common';

type RelationField = NonNullable<
  CatalogModelKindVersionDefinition['relationFields']
>[number];

export const word = { type: 'string', minLength: 1 } as const;
export const words = { type: 'array', items: word } as const;

/** Whoever answers for it: a group or a user, as everywhere in the catalog. */
export const ownerField: RelationField = {
  selector: { path: 'spec.owner' },
  relation: 'ownedBy',
  defaultKind: 'Group',
  defaultNamespace: 'inherit',
  allowedKinds: ['Group', 'User'],
};

/** The pipeline's Component. */
export const producedByField = relationField(
  'spec.producedBy',
  'producedBy',
  'Component',
);

/** A field of `spec` whose references are of one kind only. */
export function relationField(
  path: string,
  relation: keyof typeof RELATIONS,
  kind: string,
): RelationField {
  return {
    selector: { path },
    relation,
    defaultKind: kind,
    defaultNamespace: 'inherit',
    allowedKinds: [kind],
  };
}

/**
 * The schema of an entity's `spec`. More fields than these are let through, as in
 * the catalog's own kinds: a team that authors a Model may say more of it.
 */
export function specSchema(
  required: readonly string[],
  properties: Readonly<Record<string, typeof word | typeof words>>,
) {
  return {
    jsonSchema: {
      type: 'object',
      required: ['spec'],
      properties: {
        spec: { type: 'object', required: [...required], properties },
      },
    },
  };
}

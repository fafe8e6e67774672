import { createPermissionRule } from '@backstage/plugin-permission-node';
import { z } from 'zod/v3';
import { trainingResourceRef } from './trainingResource';

/** Owned by one of the claims, which a policy takes from the user's ownership references. */
export const isOwner = createPermissionRule({
  name: 'IS_OWNER',
  description: 'Allow what is owned by one of the given entities',
  resourceRef: trainingResourceRef,
  paramsSchema: z.object({
    claims: z
      .array(z.string())
      .describe('Entity references, such as group:default/data-platform'),
  }),
  apply: ({ owner }, { claims }) =>
    claims.some(claim => claim.toLowerCase() === owner.toLowerCase()),
  toQuery: ({ claims }) => ({
    owners: claims.map(claim => claim.toLowerCase()),
  }),
});

export const inNamespace = createPermissionRule({
  name: 'IN_NAMESPACE',
  description: 'Allow what lies in one of the given namespaces',
  resourceRef: trainingResourceRef,
  paramsSchema: z.object({
    namespaces: z.array(z.string()).describe('Names of namespaces'),
  }),
  apply: ({ namespace }, { namespaces }) => namespaces.includes(namespace),
  toQuery: ({ namespaces }) => ({ namespaces }),
});

export const trainingRules = { isOwner, inNamespace };

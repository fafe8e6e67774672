import type { PermissionsService } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  type PermissionCriteria,
  type PolicyDecision,
  type ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  createConditionAuthorizer,
  createConditionTransformer,
} from '@backstage/plugin-permission-node';
import {
  trainingReadPermission,
  type TRAINING_RESOURCE,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { Caller } from '../callers/caller';
import type { TrainingRuleset } from './registerPermissions';
import type { TrainingResource } from './trainingResource';
import type { RowCondition, Visibility } from './visibility';

export type TrainingPermission = ResourcePermission<typeof TRAINING_RESOURCE>;

/** Decides on the server what a caller may see and do (design §8). */
export interface TrainingAuthorizer {
  /** Which rows of a list the caller may see, for the database to decide. */
  visibility(caller: Caller): Promise<Visibility>;
  /** One answer a permission, in their order. */
  may(
    caller: Caller,
    permissions: readonly TrainingPermission[],
    resource: TrainingResource,
  ): Promise<readonly boolean[]>;
  /** @throws NotAllowedError that says who can grant it */
  demand(
    caller: Caller,
    permission: TrainingPermission,
    resource: TrainingResource,
  ): Promise<void>;
}

export function trainingAuthorizer(
  permissions: PermissionsService,
  ruleset: TrainingRuleset,
): TrainingAuthorizer {
  const query = createConditionTransformer<RowCondition>(ruleset);
  const applies = createConditionAuthorizer<TrainingResource>(ruleset);

  async function decisions(
    { credentials }: Caller,
    wanted: readonly TrainingPermission[],
  ): Promise<PolicyDecision[]> {
    return permissions.authorizeConditional(
      wanted.map(permission => ({ permission })),
      { credentials },
    );
  }

  const may: TrainingAuthorizer['may'] = async (caller, wanted, resource) => {
    const decided = await decisions(caller, wanted);
    return decided.map(decision => applies(decision, resource));
  };

  return {
    may,
    async visibility(caller) {
      const [decision] = await decisions(caller, [trainingReadPermission]);
      if (decision.result === AuthorizeResult.CONDITIONAL) {
        return {
          rows: 'some',
          where: rowCondition(query(decision.conditions)),
        };
      }
      const all = decision.result === AuthorizeResult.ALLOW;
      return { rows: all ? 'all' : 'none' };
    },
    async demand(caller, permission, resource) {
      const [allowed] = await may(caller, [permission], resource);
      if (!allowed)
        throw new NotAllowedError(whoCanGrant(permission, resource));
    },
  };
}

/** The words of a refusal, also where a page explains a button that is off. */
export function whoCanGrant(
  { name }: TrainingPermission,
  { owner }: TrainingResource,
): string {
  return `This needs the permission ${name} for what ${owner} owns. Ask ${owner}, or those who administer the portal.`;
}

/** Criteria of the permission framework and conditions on rows have one shape by design. */
function rowCondition(
  criteria: PermissionCriteria<RowCondition>,
): RowCondition {
  if ('allOf' in criteria) return { allOf: criteria.allOf.map(rowCondition) };
  if ('anyOf' in criteria) return { anyOf: criteria.anyOf.map(rowCondition) };
  if ('not' in criteria) return { not: rowCondition(criteria.not) };
  return criteria;
}

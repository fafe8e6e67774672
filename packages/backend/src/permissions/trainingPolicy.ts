import {
  AuthorizeResult,
  isPermission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type { PermissionPolicy } from '@backstage/plugin-permission-node';
import {
  createTrainingConditionalDecision,
  trainingConditions,
} from '@trainyard/backstage-plugin-ml-training-backend';
import {
  trainingReadPermission,
  trainingStopPermission,
  trainingSubmitPermission,
} from '@trainyard/backstage-plugin-ml-training-common';

/**
 * Everyone who is signed in sees training; runs are started and stopped by those
 * who own the pipeline, by themselves or through a group. All else is open, as
 * in a portal without a policy.
 */
export const trainingPolicy: PermissionPolicy = {
  async handle({ permission }, user): Promise<PolicyDecision> {
    if (isPermission(permission, trainingReadPermission)) {
      return { result: user ? AuthorizeResult.ALLOW : AuthorizeResult.DENY };
    }
    if (
      isPermission(permission, trainingSubmitPermission) ||
      isPermission(permission, trainingStopPermission)
    ) {
      if (!user) return { result: AuthorizeResult.DENY };
      const claims = user.info.ownershipEntityRefs;
      return createTrainingConditionalDecision(
        permission,
        trainingConditions.isOwner({ claims }),
      );
    }
    return { result: AuthorizeResult.ALLOW };
  },
};

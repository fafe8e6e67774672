import fc from 'fast-check';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { PermissionsService } from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  type PermissionCondition,
  type PermissionCriteria,
} from '@backstage/plugin-permission-common';
import {
  trainingReadPermission,
  trainingStopPermission,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { Caller } from '../callers/caller';
import { trainingAuthorizer } from './authorizer';
import {
  createTrainingConditionalDecision,
  trainingConditions,
} from './conditions';
import { trainingRules } from './rules';
import { sees } from './sees';

type Criteria = PermissionCriteria<PermissionCondition<'ml-training'>>;

const OWNERS = [
  'group:default/rail',
  'group:default/road',
  'user:default/engineer',
];
const NAMESPACES = ['default', 'rail'];

const criteria = fc.letrec<{ any: Criteria; leaf: Criteria }>(tie => ({
  leaf: fc.oneof(
    fc
      .subarray(OWNERS)
      .map(claims => trainingConditions.isOwner({ claims }) as Criteria),
    fc
      .subarray(NAMESPACES)
      .map(
        namespaces =>
          trainingConditions.inNamespace({ namespaces }) as Criteria,
      ),
  ),
  any: fc.oneof(
    { maxDepth: 3 },
    tie('leaf'),
    fc
      .array(tie('any'), { minLength: 1, maxLength: 3 })
      .map(allOf => ({ allOf }) as Criteria),
    fc
      .array(tie('any'), { minLength: 1, maxLength: 3 })
      .map(anyOf => ({ anyOf }) as Criteria),
    tie('any').map(not => ({ not }) as Criteria),
  ),
})).any;

const resource = fc.record({
  owner: fc.constantFrom(...OWNERS),
  namespace: fc.constantFrom(...NAMESPACES),
});

const ruleset = {
  getRuleByName(name: string) {
    const rule = Object.values(trainingRules).find(it => it.name === name);
    if (!rule) throw new Error(`no rule ${name}`);
    return rule as never;
  },
};

const caller: Caller = {
  credentials: mockCredentials.user(),
  kind: 'user',
  principal: 'user:default/mock',
};

function authorizerThat(answer: object) {
  const permissions = mockServices.permissions.mock({
    authorizeConditional: (async (asked: unknown[]) =>
      asked.map(() => answer)) as PermissionsService['authorizeConditional'],
  });
  return trainingAuthorizer(permissions, ruleset as never);
}

describe('what a caller sees', () => {
  it('is the same in a list as one by one, whatever a policy says', async () => {
    await fc.assert(
      fc.asyncProperty(criteria, resource, async (conditions, one) => {
        const authorizer = authorizerThat(
          createTrainingConditionalDecision(trainingReadPermission, conditions),
        );
        const visibility = await authorizer.visibility(caller);
        const [may] = await authorizer.may(
          caller,
          [trainingReadPermission],
          one,
        );
        expect(sees(visibility, one)).toBe(may);
      }),
      { numRuns: 200 },
    );
  });

  it('is nothing where the policy denies, and all where it allows', async () => {
    const denied = authorizerThat({ result: AuthorizeResult.DENY });
    expect(await denied.visibility(caller)).toEqual({ rows: 'none' });
    const allowed = authorizerThat({ result: AuthorizeResult.ALLOW });
    expect(await allowed.visibility(caller)).toEqual({ rows: 'all' });
  });

  it('is refused with the permission and with whom to ask', async () => {
    const denied = authorizerThat({ result: AuthorizeResult.DENY });
    const asked = denied.demand(caller, trainingStopPermission, {
      owner: 'group:default/rail',
      namespace: 'default',
    });
    await expect(asked).rejects.toMatchObject({
      name: 'NotAllowedError',
      message: expect.stringMatching(
        /ml-training\.run\.stop .*Ask group:default\/rail/,
      ),
    });
  });
});

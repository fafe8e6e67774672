import { mockCredentials } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  createPermission,
  type Permission,
} from '@backstage/plugin-permission-common';
import {
  trainingReadPermission,
  trainingStopPermission,
  trainingSubmitPermission,
} from '@trainyard/backstage-plugin-ml-training-common';
import { trainingPolicy } from './trainingPolicy';

const CLAIMS = ['user:default/guest', 'group:default/flight-operations'];

const guest = {
  credentials: mockCredentials.user('user:default/guest'),
  info: { userEntityRef: 'user:default/guest', ownershipEntityRefs: CLAIMS },
};

const decide = (permission: Permission, user?: typeof guest) =>
  trainingPolicy.handle({ permission }, user);

describe('trainingPolicy', () => {
  it('lets everyone who is signed in see training, and nobody else', async () => {
    expect(await decide(trainingReadPermission, guest)).toEqual({
      result: AuthorizeResult.ALLOW,
    });
    expect(await decide(trainingReadPermission)).toEqual({
      result: AuthorizeResult.DENY,
    });
  });

  it.each([trainingSubmitPermission, trainingStopPermission])(
    'leaves $name to owners',
    async permission => {
      expect(await decide(permission, guest)).toEqual({
        result: AuthorizeResult.CONDITIONAL,
        pluginId: 'ml-training',
        resourceType: 'ml-training',
        conditions: {
          rule: 'IS_OWNER',
          resourceType: 'ml-training',
          params: { claims: CLAIMS },
        },
      });
      expect(await decide(permission)).toEqual({
        result: AuthorizeResult.DENY,
      });
    },
  );

  it('leaves the rest of the portal open', async () => {
    const other = createPermission({
      name: 'catalog.location.create',
      attributes: {},
    });
    expect(await decide(other, guest)).toEqual({
      result: AuthorizeResult.ALLOW,
    });
  });
});

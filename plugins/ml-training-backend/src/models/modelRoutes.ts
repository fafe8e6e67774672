import { NotFoundError } from '@backstage/errors';
import type { TrainingAuthorizer } from '../permissions/authorizer';
import { sees } from '../permissions/sees';
import type { Handlers } from '../router/call';
import type { ModelStore } from './modelStore';

export interface ModelPorts {
  readonly authorizer: TrainingAuthorizer;
  readonly models: Pick<ModelStore, 'list' | 'find'>;
}

export function modelRoutes({
  authorizer,
  models,
}: ModelPorts): Pick<Handlers, 'listModels' | 'showModel'> {
  return {
    listModels: async ({ query, caller }) =>
      models.list(query, await authorizer.visibility(caller)),

    async showModel({ params: { namespace, name }, caller }) {
      const found = await models.find(namespace, name);
      if (!found || !sees(await authorizer.visibility(caller), found)) {
        throw new NotFoundError(
          `There is no model ${name} in namespace ${namespace}, or you may not see it.`,
        );
      }
      return found;
    },
  };
}

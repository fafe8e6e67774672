import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { trainingEnginesExtensionPoint } from '@trainyard/backstage-plugin-ml-training-node';
import { argoEngine, ENGINE_NAME } from './argoEngine';
import { readSettings, ROOT } from './settings';

/** Adds the engine of Argo Workflows, where the operator has turned it on. */
export const mlTrainingModuleArgoWorkflows = createBackendModule({
  pluginId: 'ml-training',
  moduleId: 'argo-workflows',
  register(module) {
    module.registerInit({
      deps: {
        engines: trainingEnginesExtensionPoint,
        config: coreServices.rootConfig,
        logger: coreServices.logger,
      },
      async init({ engines, config, logger }) {
        const settings = readSettings(config);
        if (!settings) {
          logger.info(
            `The engine of Argo Workflows is off: ${ROOT}.enabled is not true`,
          );
          return;
        }
        engines.addEngine({
          name: ENGINE_NAME,
          create: async ports =>
            argoEngine({
              ports,
              settings,
              environment: process.env,
              now: () => new Date(),
              monotonic: () => performance.now(),
              logger,
            }),
        });
      },
    });
  },
});

import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { trainingEnginesExtensionPoint } from '@trainyard/backstage-plugin-ml-training-node';
import { launchFolder } from './launches/launchFolder';
import { ENGINE_NAME, localEngine } from './localEngine';
import { installedProgram } from './program';
import { readSettings } from './settings';

/** Adds the embedded engine, where the operator has turned it on. */
export const mlTrainingModuleLocalEngine = createBackendModule({
  pluginId: 'ml-training',
  moduleId: 'local-engine',
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
            'The embedded engine is off: mlTraining.engines.local.enabled is not true',
          );
          return;
        }
        engines.addEngine({
          name: ENGINE_NAME,
          create: ports =>
            localEngine({
              folder: launchFolder(settings, ports),
              ports,
              settings,
              program: settings.program ?? installedProgram(),
              environment: process.env,
              now: () => new Date(),
              logger,
            }),
        });
      },
    });
  },
});

import {
  coreServices,
  createBackendModule,
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
} from '@backstage/backend-plugin-api';
import { CatalogModelSources } from '@backstage/catalog-model/alpha';
import {
  catalogProcessingExtensionPoint,
  catalogServiceRef,
} from '@backstage/plugin-catalog-node';
import { catalogModelExtensionPoint } from '@backstage/plugin-catalog-node/alpha';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { trainingModel } from './model/trainingModel';
import { authoredRefs, providedRefs } from './provider/catalogLookups';
import { debounced } from './provider/debounced';
import { isTrainingSignal, SIGNALS_TOPIC } from './provider/isTrainingSignal';
import { serviceFeed } from './provider/serviceFeed';
import { TrainingEntityProvider } from './provider/TrainingEntityProvider';

/** A run's last steps change several things at once: one read for all of them. */
const QUIET_MS = 300;

const DEFAULT_SCHEDULE = {
  frequency: { seconds: 10 },
  timeout: { minutes: 1 },
} as const;

/** Models, datasets and training runs in the catalog; the built-in kinds stay in force. */
export const catalogModuleMlTraining = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'ml-training',
  register({ registerInit }) {
    registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        events: eventsServiceRef,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        model: catalogModelExtensionPoint,
        processing: catalogProcessingExtensionPoint,
        scheduler: coreServices.scheduler,
      },
      async init({ model, processing, ...services }) {
        model.addModelSource(CatalogModelSources.static([trainingModel]));

        const { config, events, lifecycle, logger, scheduler } = services;
        const provider = new TrainingEntityProvider({
          readFeed: serviceFeed(services),
          authored: refs => authoredRefs(services, refs),
          provided: () => providedRefs(services),
          portal: config.getString('app.baseUrl').replace(/\/+$/, ''),
          logger,
        });
        processing.addEntityProvider(provider);

        const schedule = config.getOptionalConfig(
          'catalog.providers.mlTraining.schedule',
        );
        await scheduler.scheduleTask({
          id: 'ml-training-catalog-feed',
          ...(schedule
            ? readSchedulerServiceTaskScheduleDefinitionFromConfig(schedule)
            : DEFAULT_SCHEDULE),
          // Each process remembers what it applied; applying the same twice changes nothing.
          scope: 'local',
          fn: async () => {
            await provider.read();
          },
        });
        const soon = debounced(QUIET_MS, () => provider.read());
        await events.subscribe({
          id: 'ml-training-catalog-feed',
          topics: [SIGNALS_TOPIC],
          onEvent: async ({ eventPayload }) => {
            if (isTrainingSignal(eventPayload)) soon.ask();
          },
        });
        lifecycle.addShutdownHook(() => soon.cancel());
      },
    });
  },
});

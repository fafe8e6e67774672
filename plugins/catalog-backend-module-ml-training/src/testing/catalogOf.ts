import {
  coreServices,
  createBackendModule,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { CatalogClient } from '@backstage/catalog-client';
import type { Entity } from '@backstage/catalog-model';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import {
  eventsServiceFactory,
  eventsServiceRef,
} from '@backstage/plugin-events-node';
import type { CatalogFeed } from '@trainyard/backstage-plugin-ml-training-common';
import catalogModuleMlTraining from '..';

export interface World {
  feed: CatalogFeed;
  /** Who asked for it last. */
  askedBy?: string;
  /** Says that the feed has changed, as the service does. */
  changed?: () => Promise<void>;
}

/**
 * A real catalog with the module, some entities that people registered, and a
 * training service that answers with `world.feed` and lets only services in.
 */
export async function catalogOf(world: World, registered: readonly Entity[]) {
  const { server } = await startTestBackend({
    features: [
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'https://portal.example.com' },
          backend: { baseUrl: 'http://localhost' },
          catalog: {
            stitchingStrategy: { pollingInterval: { milliseconds: 50 } },
          },
        },
      }),
      // The mock has no way from one plugin to another.
      eventsServiceFactory,
      catalogPlugin,
      catalogModuleMlTraining,
      createBackendModule({
        pluginId: 'catalog',
        moduleId: 'registered',
        register({ registerInit }) {
          registerInit({
            deps: { processing: catalogProcessingExtensionPoint },
            async init({ processing }) {
              processing.addEntityProvider({
                getProviderName: () => 'registered',
                connect: connection =>
                  connection.applyMutation({
                    type: 'full',
                    entities: registered.map(entity => ({
                      entity: located(entity),
                      locationKey: 'url:https://git.example.com/all.yaml',
                    })),
                  }),
              });
            },
          });
        },
      }),
      createBackendPlugin({
        pluginId: 'ml-training',
        register({ registerInit }) {
          registerInit({
            deps: {
              router: coreServices.httpRouter,
              httpAuth: coreServices.httpAuth,
              events: eventsServiceRef,
            },
            async init({ router, httpAuth, events }) {
              world.changed = () =>
                events.publish({
                  topic: 'signals',
                  eventPayload: {
                    channel: 'ml-training',
                    recipients: { type: 'broadcast' },
                    message: { revision: 1 },
                  },
                });
              router.use(async (request, response) => {
                const { principal } = await httpAuth.credentials(request, {
                  allow: ['service'],
                });
                world.askedBy = principal.subject;
                response.json(world.feed);
              });
            },
          });
        },
      }),
    ],
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const baseUrl = `http://localhost:${port}/api/catalog`;
  return new CatalogClient({
    discoveryApi: { getBaseUrl: async () => baseUrl },
  });
}

function located(entity: Entity): Entity {
  const location = 'url:https://git.example.com/all.yaml';
  return {
    ...entity,
    metadata: {
      ...entity.metadata,
      annotations: {
        ...entity.metadata.annotations,
        'backstage.io/managed-by-location': location,
        'backstage.io/managed-by-origin-location': location,
      },
    },
  };
}

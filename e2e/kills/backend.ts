// As little of a portal as submits and runs need: it is killed and started again many
// times, so that it has to be there quickly. The service, its database and the embedded
// engine are the real ones; a catalog would be read only and take most of the start.
import { createSpecializedBackend } from '@backstage/backend-app-api';
import { auditorServiceFactory } from '@backstage/backend-defaults/auditor';
import { authServiceFactory } from '@backstage/backend-defaults/auth';
import { databaseServiceFactory } from '@backstage/backend-defaults/database';
import { discoveryServiceFactory } from '@backstage/backend-defaults/discovery';
import { httpAuthServiceFactory } from '@backstage/backend-defaults/httpAuth';
import { httpRouterServiceFactory } from '@backstage/backend-defaults/httpRouter';
import { lifecycleServiceFactory } from '@backstage/backend-defaults/lifecycle';
import { loggerServiceFactory } from '@backstage/backend-defaults/logger';
import { permissionsServiceFactory } from '@backstage/backend-defaults/permissions';
import { permissionsRegistryServiceFactory } from '@backstage/backend-defaults/permissionsRegistry';
import { rootConfigServiceFactory } from '@backstage/backend-defaults/rootConfig';
import { rootHealthServiceFactory } from '@backstage/backend-defaults/rootHealth';
import { rootHttpRouterServiceFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { rootLifecycleServiceFactory } from '@backstage/backend-defaults/rootLifecycle';
import { rootLoggerServiceFactory } from '@backstage/backend-defaults/rootLogger';
import { userInfoServiceFactory } from '@backstage/backend-defaults/userInfo';
import {
  coreServices,
  createServiceFactory,
  type UrlReaderService,
} from '@backstage/backend-plugin-api';
import { parseEntityRef, type Entity } from '@backstage/catalog-model';
import {
  catalogServiceRef,
  type CatalogService,
} from '@backstage/plugin-catalog-node';
import { eventsServiceFactory } from '@backstage/plugin-events-node';
import trainingPlugin from '@trainyard/backstage-plugin-ml-training-backend';
import localEngine from '@trainyard/backstage-plugin-ml-training-backend-module-local';

/** Every Component that is asked for is a pipeline in the folder of its name. */
const catalog = createServiceFactory({
  service: catalogServiceRef,
  deps: { config: coreServices.rootConfig },
  factory: ({ config }) => {
    const folder = config.getString('kills.pipelines');
    const component = (name: string): Entity => ({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: {
        name,
        namespace: 'default',
        annotations: {
          'backstage.io/managed-by-location': `file:${folder}/catalog-info.yaml`,
          'trainyard.dev/specification': `${name}/pipeline.yaml`,
        },
      },
      spec: {
        type: 'training-pipeline',
        lifecycle: 'experimental',
        owner: 'group:default/killers',
      },
    });
    return {
      queryEntities: async () => ({ items: [], totalItems: 0, pageInfo: {} }),
      getEntityByRef: async (ref: string) =>
        component(parseEntityRef(ref).name),
    } as Partial<CatalogService> as CatalogService;
  },
});

/** All pipelines lie on this host. */
const urlReader = createServiceFactory({
  service: coreServices.urlReader,
  deps: {},
  factory: () => ({}) as UrlReaderService,
});

const backend = createSpecializedBackend({
  defaultServiceFactories: [
    auditorServiceFactory,
    authServiceFactory,
    catalog,
    databaseServiceFactory,
    discoveryServiceFactory,
    eventsServiceFactory,
    httpAuthServiceFactory,
    httpRouterServiceFactory,
    lifecycleServiceFactory,
    loggerServiceFactory,
    permissionsServiceFactory,
    permissionsRegistryServiceFactory,
    rootConfigServiceFactory,
    rootHealthServiceFactory,
    rootHttpRouterServiceFactory,
    rootLifecycleServiceFactory,
    rootLoggerServiceFactory,
    urlReader,
    userInfoServiceFactory,
  ],
});
backend.add(trainingPlugin);
backend.add(localEngine);
backend.start();

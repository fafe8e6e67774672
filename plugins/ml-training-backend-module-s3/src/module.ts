import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { artifactStoresExtensionPoint } from '@trainyard/backstage-plugin-ml-training-node';
import { bucketStores } from './bucketStores';
import { readBucketSettings } from './settings';

/** Lets the operator keep the store in a bucket: `mlTraining.store.kind: s3`. */
export const mlTrainingModuleBucketStore = createBackendModule({
  pluginId: 'ml-training',
  moduleId: 'bucket-store',
  register(module) {
    module.registerInit({
      deps: {
        stores: artifactStoresExtensionPoint,
        config: coreServices.rootConfig,
      },
      async init({ stores, config }) {
        stores.addStores({
          kind: 's3',
          create: () => bucketStores(readBucketSettings(config), process.env),
        });
      },
    });
  },
});

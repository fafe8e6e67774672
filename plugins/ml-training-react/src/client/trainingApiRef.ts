import { createApiRef } from '@backstage/frontend-plugin-api';
import type { TrainingClient } from '@trainyard/backstage-plugin-ml-training-common';

/** The training service, as pages and cards call it. */
export const trainingApiRef = createApiRef<TrainingClient>().with({
  id: 'plugin.ml-training.client',
  pluginId: 'ml-training',
});

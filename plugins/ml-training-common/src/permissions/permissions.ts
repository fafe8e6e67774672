import { createPermission } from '@backstage/plugin-permission-common';

/** Whatever has an owner and a namespace: pipelines, runs, datasets, models. */
export const TRAINING_RESOURCE = 'ml-training';

/** See pipelines, runs, datasets and models, with their logs and artifacts. */
export const trainingReadPermission = createPermission({
  name: 'ml-training.read',
  attributes: { action: 'read' },
  resourceType: TRAINING_RESOURCE,
});

/** Start a run of a pipeline: also retry, run again, reproduce. */
export const trainingSubmitPermission = createPermission({
  name: 'ml-training.run.submit',
  attributes: { action: 'create' },
  resourceType: TRAINING_RESOURCE,
});

/** Stop a run. */
export const trainingStopPermission = createPermission({
  name: 'ml-training.run.stop',
  attributes: { action: 'update' },
  resourceType: TRAINING_RESOURCE,
});

export const trainingPermissions = [
  trainingReadPermission,
  trainingSubmitPermission,
  trainingStopPermission,
];

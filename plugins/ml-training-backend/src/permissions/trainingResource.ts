import { createPermissionResourceRef } from '@backstage/plugin-permission-node';
import { TRAINING_RESOURCE } from '@trainyard/backstage-plugin-ml-training-common';
import type { RowCondition } from './visibility';

/** What a permission is decided by: whatever has an owner and lies in a namespace. */
export interface TrainingResource {
  /** Entity reference. */
  readonly owner: string;
  /** Of a run, dataset or model: the tenant's root; of a pipeline: its Component's. */
  readonly namespace: string;
}

export const trainingResourceRef = createPermissionResourceRef<
  TrainingResource,
  RowCondition
>().with({ pluginId: 'ml-training', resourceType: TRAINING_RESOURCE });

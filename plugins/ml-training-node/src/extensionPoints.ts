import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { TrainingEngineFactory } from './trainingEngine';

export interface TrainingEnginesExtensionPoint {
  /** @throws Error where an engine of that name was added before */
  addEngine(factory: TrainingEngineFactory): void;
}

/** Where modules add engines to the training service. */
export const trainingEnginesExtensionPoint =
  createExtensionPoint<TrainingEnginesExtensionPoint>({
    id: 'ml-training.engines',
  });

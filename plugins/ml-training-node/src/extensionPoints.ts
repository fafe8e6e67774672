import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { ArtifactStoresFactory } from './artifactStores';
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

export interface ArtifactStoresExtensionPoint {
  /** @throws Error where stores of that kind were added before */
  addStores(factory: ArtifactStoresFactory): void;
}

/** Where modules add places that keep what runs seal. */
export const artifactStoresExtensionPoint =
  createExtensionPoint<ArtifactStoresExtensionPoint>({
    id: 'ml-training.artifact-stores',
  });

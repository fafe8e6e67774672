import type { StoreLocation } from '@trainyard/backstage-plugin-ml-training-common';
import type { ArtifactStore } from '@trainyard/artifacts';

/** The store of each namespace: none meets another's names, results or rows (law 11). */
export interface NamespaceStores {
  /**
   * Opened on first need, so that the portal starts also while the place is gone.
   *
   * @throws StoreError where it cannot be used now; asked again, it tries again
   */
  store(namespace: string): Promise<ArtifactStore>;
  /** How another process opens it. */
  location(namespace: string): StoreLocation;
  /**
   * What another process of this host has to find in its environment to open it;
   * credentials, which must not reach what users run.
   */
  readonly environment: Readonly<Record<string, string>>;
}

/** A module adds one for each kind of place that keeps stores. */
export interface ArtifactStoresFactory {
  /** As it stands in `mlTraining.store.kind`. */
  readonly kind: string;
  create(): NamespaceStores;
}

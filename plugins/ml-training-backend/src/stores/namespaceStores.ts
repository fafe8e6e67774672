import { join } from 'node:path';
import { openFileSystemStore, type ArtifactStore } from '@trainyard/artifacts';
import type { StoreLocation } from '@trainyard/backstage-plugin-ml-training-node';

/** The store of each namespace: none meets another's names, results or rows (law 11). */
export interface NamespaceStores {
  store(namespace: string): Promise<ArtifactStore>;
  location(namespace: string): StoreLocation;
}

/** The same layout as on the command line, so that both can work on one store. */
export function folderStores(root: string): NamespaceStores {
  const opened = new Map<string, Promise<ArtifactStore>>();
  const location = (namespace: string): StoreLocation => ({
    kind: 'folder',
    path: folderOf(root, namespace),
  });
  return {
    location,
    store(namespace) {
      const known = opened.get(namespace);
      if (known) return known;
      const { path } = location(namespace);
      const opening = openFileSystemStore(path);
      opened.set(namespace, opening);
      // A disk that comes back must not stay gone until the next restart.
      opening.catch(() => opened.delete(namespace));
      return opening;
    },
  };
}

function folderOf(root: string, namespace: string): string {
  if (namespace === 'default') return root;
  if (!/^[a-z0-9][a-z0-9._-]*$/i.test(namespace)) {
    throw new TypeError(`"${namespace}" cannot be the name of a namespace`);
  }
  return join(root, 'namespaces', namespace);
}

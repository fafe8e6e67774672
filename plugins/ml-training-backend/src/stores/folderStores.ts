import { join } from 'node:path';
import { openFileSystemStore, type ArtifactStore } from '@trainyard/artifacts';
import type { NamespaceStores } from '@trainyard/backstage-plugin-ml-training-node';

/** The same layout as on the command line, so that both can work on one store. */
export function folderStores(root: string): NamespaceStores {
  const opened = new Map<string, Promise<ArtifactStore>>();
  return {
    environment: {},
    location: namespace => ({
      kind: 'folder',
      path: folderOf(root, namespace),
    }),
    store(namespace) {
      const known = opened.get(namespace);
      if (known) return known;
      const opening = openFileSystemStore(folderOf(root, namespace));
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

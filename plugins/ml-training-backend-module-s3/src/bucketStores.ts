import {
  bucketEnvironment,
  openBucketStore,
  type ArtifactStore,
} from '@trainyard/artifacts';
import type { NamespaceStores } from '@trainyard/backstage-plugin-ml-training-node';
import type { BucketLocation } from '@trainyard/backstage-plugin-ml-training-common';
import type { BucketSettings } from './settings';

/**
 * The same layout as in a folder: the namespace `default` at the prefix, each other
 * one below `namespaces/`.
 *
 * @param environment - of this process; what opens the bucket is taken from it
 *   where the settings hold no credentials
 */
export function bucketStores(
  { location, credentials, presignedDownloads }: BucketSettings,
  environment: Readonly<Record<string, string | undefined>>,
): NamespaceStores {
  const opened = new Map<string, Promise<ArtifactStore>>();
  const open = async (namespace: string): Promise<ArtifactStore> => {
    const store = await openBucketStore(locationOf(location, namespace), {
      ...(credentials && { credentials }),
    });
    if (presignedDownloads) return store;
    const { presign, ...without } = store;
    return without;
  };
  return {
    environment: bucketEnvironment(credentials, environment),
    location: namespace => locationOf(location, namespace),
    store(namespace) {
      const known = opened.get(namespace);
      if (known) return known;
      const opening = open(namespace);
      opened.set(namespace, opening);
      // A server that comes back must not stay gone until the next restart.
      opening.catch(() => opened.delete(namespace));
      return opening;
    },
  };
}

function locationOf(root: BucketLocation, namespace: string): BucketLocation {
  if (namespace === 'default') return root;
  if (!/^[a-z0-9][a-z0-9._-]*$/i.test(namespace)) {
    throw new TypeError(`"${namespace}" cannot be the name of a namespace`);
  }
  return { ...root, prefix: `${root.prefix}namespaces/${namespace}/` };
}

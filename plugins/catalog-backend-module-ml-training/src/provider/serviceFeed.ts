import type {
  AuthService,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import {
  trainingClient,
  type CatalogFeed,
} from '@trainyard/backstage-plugin-ml-training-common';

const SERVICE = 'ml-training';

/** Reads the feed as the catalog itself: people are not let at it. */
export function serviceFeed({
  auth,
  discovery,
}: {
  readonly auth: AuthService;
  readonly discovery: DiscoveryService;
}): () => Promise<CatalogFeed> {
  const client = trainingClient({
    baseUrl: () => discovery.getBaseUrl(SERVICE),
    fetch: async (input, init) => {
      const { token } = await auth.getPluginRequestToken({
        onBehalfOf: await auth.getOwnServiceCredentials(),
        targetPluginId: SERVICE,
      });
      const headers = new Headers(init?.headers);
      headers.set('Authorization', `Bearer ${token}`);
      return fetch(input, { ...init, headers });
    },
  });
  return () => client.call('catalogFeed', {});
}

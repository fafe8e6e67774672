import {
  ANNOTATION_LOCATION,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import type { AuthService } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { FEED_LOCATION } from './entitiesOf';

interface Lookup {
  readonly catalog: CatalogService;
  readonly auth: AuthService;
}

/** An answer of this many whole entities stays well below what a request may hold. */
const BATCH = 200;

/** Of these references, the ones whose entity came from somewhere else than the feed. */
export async function authoredRefs(
  { catalog, auth }: Lookup,
  refs: readonly string[],
): Promise<ReadonlySet<string>> {
  const credentials = await auth.getOwnServiceCredentials();
  const authored = new Set<string>();
  for (let from = 0; from < refs.length; from += BATCH) {
    const { items } = await catalog.getEntitiesByRefs(
      {
        entityRefs: refs.slice(from, from + BATCH),
        fields: ['kind', 'metadata'],
      },
      { credentials },
    );
    for (const entity of items) {
      if (!entity) continue;
      const location = entity.metadata.annotations?.[ANNOTATION_LOCATION];
      if (location !== FEED_LOCATION) authored.add(stringifyEntityRef(entity));
    }
  }
  return authored;
}

/** What the catalog holds from the feed: remembered over a restart of the portal. */
export async function providedRefs({
  catalog,
  auth,
}: Lookup): Promise<ReadonlySet<string>> {
  const credentials = await auth.getOwnServiceCredentials();
  const provided = new Set<string>();
  const pages = catalog.streamEntities(
    {
      filter: {
        [`metadata.annotations.${ANNOTATION_LOCATION}`]: FEED_LOCATION,
      },
      fields: ['kind', 'metadata.namespace', 'metadata.name'],
    },
    { credentials },
  );
  for await (const page of pages) {
    for (const entity of page) provided.add(stringifyEntityRef(entity));
  }
  return provided;
}

import type { AuthService } from '@backstage/backend-plugin-api';
import {
  ANNOTATION_LOCATION,
  ANNOTATION_SOURCE_LOCATION,
  parseEntityRef,
  RELATION_OWNED_BY,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import { ServiceUnavailableError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  ANNOTATIONS,
  PIPELINE_TYPE,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { CatalogPipeline, PipelineCatalog } from './pipelineCatalog';

export interface CatalogPorts {
  readonly catalog: CatalogService;
  readonly auth: AuthService;
  /** Milliseconds that only go forward. */
  readonly clock: () => number;
}

const FRESH_MILLISECONDS = 3_000;
const PAGE = 500;
/** More than these are not listed; each can still be found by its name. */
const MOST = 5_000;

/** A copy of the catalog's pipelines: every list would else ask the catalog for all of them. */
export function catalogPipelines({
  catalog,
  auth,
  clock,
}: CatalogPorts): PipelineCatalog {
  let copy: Promise<ReadonlyMap<string, CatalogPipeline>> | undefined;
  let freshUntil = -Infinity;

  function current(): Promise<ReadonlyMap<string, CatalogPipeline>> {
    if (copy && clock() < freshUntil) return copy;
    freshUntil = clock() + FRESH_MILLISECONDS;
    const reading = asked(readAll());
    copy = reading;
    // A catalog that did not answer is asked again by the next one.
    reading.catch(() => {
      if (copy === reading) copy = undefined;
    });
    return reading;
  }

  async function readAll() {
    const credentials = await auth.getOwnServiceCredentials();
    const found = new Map<string, CatalogPipeline>();
    let cursor: string | undefined;
    do {
      const page = await catalog.queryEntities(
        cursor
          ? { cursor, limit: PAGE }
          : {
              filter: { kind: 'Component', 'spec.type': PIPELINE_TYPE },
              limit: PAGE,
            },
        { credentials },
      );
      for (const entity of page.items) {
        const pipeline = pipelineOf(entity);
        if (pipeline) found.set(pipeline.entity, pipeline);
      }
      cursor = page.pageInfo.nextCursor;
    } while (cursor && found.size < MOST);
    return found;
  }

  return {
    async all() {
      return [...(await current()).values()];
    },
    async find(entity) {
      const wanted = entity.toLowerCase();
      const known = (await current()).get(wanted);
      if (known) return known;
      const credentials = await auth.getOwnServiceCredentials();
      const found = await asked(
        catalog.getEntityByRef(wanted, { credentials }),
      );
      return found && pipelineOf(found);
    },
  };
}

async function asked<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    throw new ServiceUnavailableError(
      'The catalog does not answer, so that nobody can say which pipelines there are. Try again in a moment.',
      error,
    );
  }
}

/** @returns undefined where the entity is no pipeline */
export function pipelineOf(entity: Entity): CatalogPipeline | undefined {
  const { metadata, spec } = entity;
  const isPipeline =
    entity.kind.toLowerCase() === 'component' &&
    String(spec?.type).toLowerCase() === PIPELINE_TYPE;
  const owner = ownerOf(entity);
  if (!isPipeline || !owner) return undefined;
  const annotations = metadata.annotations ?? {};
  return {
    entity: stringifyEntityRef(entity),
    name: metadata.name,
    title: metadata.title ?? null,
    description: metadata.description ?? null,
    owner,
    annotation: annotations[ANNOTATIONS.specification] ?? null,
    location:
      annotations[ANNOTATION_SOURCE_LOCATION] ??
      annotations[ANNOTATION_LOCATION] ??
      null,
  };
}

function ownerOf({ relations, spec, metadata }: Entity): string | undefined {
  const related = relations?.find(({ type }) => type === RELATION_OWNED_BY);
  if (related) return related.targetRef.toLowerCase();
  // Until the catalog has stitched the relation.
  return typeof spec?.owner === 'string'
    ? stringifyEntityRef(
        parseEntityRef(spec.owner, {
          defaultKind: 'Group',
          defaultNamespace: metadata.namespace,
        }),
      )
    : undefined;
}

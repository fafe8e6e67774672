import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import {
  ANNOTATIONS,
  API_VERSION,
  entityName,
  trainingEntityRef,
  type CatalogFeed,
} from '@trainyard/backstage-plugin-ml-training-common';

/** Where the catalog says that the provider's entities come from. */
export const FEED_LOCATION = 'ml-training:catalog-feed';

/**
 * What the feed becomes in the catalog, each reference once. Metrics and parameters
 * stay out: every leaf of an entity is a row of the catalog's search.
 *
 * @param portal - `app.baseUrl`, without a slash at its end
 */
export function entitiesOf(feed: CatalogFeed, portal: string): Entity[] {
  const entities = [
    ...feed.models.map(model => modelEntity(model, portal)),
    ...feed.datasets.map(dataset => datasetEntity(dataset, portal)),
    ...feed.runs.map(run => runEntity(run, portal)),
  ];
  // The catalog does not tell upper from lower case: of two such names the first is shown.
  const byRef = new Map<string, Entity>();
  for (const entity of entities) {
    const ref = stringifyEntityRef(entity);
    if (!byRef.has(ref)) byRef.set(ref, entity);
  }
  return [...byRef.values()];
}

function modelEntity(
  {
    namespace,
    name,
    owner,
    pipeline,
    datasets,
    newest,
    champion,
  }: CatalogFeed['models'][number],
  portal: string,
): Entity {
  return {
    apiVersion: API_VERSION,
    kind: 'Model',
    metadata: metadataOf({
      namespace,
      name,
      title: name,
      description: `Model trained by ${pipeline}`,
      page: `${portal}/training/models/${path(namespace, name)}`,
      linkTitle: 'Versions, champion and candidates',
    }),
    spec: {
      type: 'machine-learning-model',
      lifecycle: champion === null ? 'experimental' : 'production',
      owner,
      producedBy: pipeline,
      trainedOn: datasets.map(dataset =>
        trainingEntityRef('dataset', dataset.namespace, dataset.name),
      ),
      ...(newest && { newest: String(newest.version) }),
      ...(champion !== null && { champion: String(champion) }),
    },
  };
}

function datasetEntity(
  {
    namespace,
    name,
    owner,
    pipeline,
    newest,
    derivedFrom,
  }: CatalogFeed['datasets'][number],
  portal: string,
): Entity {
  return {
    apiVersion: API_VERSION,
    kind: 'Dataset',
    metadata: metadataOf({
      namespace,
      name,
      title: name,
      description: `Dataset made by ${pipeline}`,
      page: `${portal}/training/datasets/${path(namespace, name)}`,
      linkTitle: 'Versions and what changed',
    }),
    spec: {
      type: 'dataset',
      owner,
      producedBy: pipeline,
      derivedFrom: derivedFrom.map(source =>
        trainingEntityRef('dataset', source.namespace, source.name),
      ),
      ...(newest !== null && { newest }),
    },
  };
}

function runEntity(
  {
    run,
    namespace,
    owner,
    pipeline,
    state,
    purpose,
    submittedAt,
    model,
    dataset,
  }: CatalogFeed['runs'][number],
  portal: string,
): Entity {
  const when = `${submittedAt.slice(0, 10)} ${submittedAt.slice(11, 16)}`;
  return {
    apiVersion: API_VERSION,
    kind: 'TrainingRun',
    metadata: metadataOf({
      namespace,
      name: run,
      title: `${pipeline.replace(/^.*\//, '')}, ${when} UTC`,
      description: `Run of ${pipeline}`,
      page: `${portal}/training/runs/${encodeURIComponent(run)}`,
      linkTitle: 'Steps, metrics, gates and logs',
      annotations: { [ANNOTATIONS.run]: run },
    }),
    spec: {
      type: purpose,
      owner,
      state,
      producedBy: pipeline,
      ...(model !== null && {
        model: trainingEntityRef('model', namespace, model),
      }),
      ...(dataset !== null && {
        dataset: trainingEntityRef('dataset', namespace, dataset),
      }),
    },
  };
}

function metadataOf(about: {
  readonly namespace: string;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly page: string;
  readonly linkTitle: string;
  readonly annotations?: Readonly<Record<string, string>>;
}): Entity['metadata'] {
  return {
    namespace: entityName(about.namespace),
    name: entityName(about.name),
    title: about.title,
    description: about.description,
    annotations: {
      [ANNOTATION_LOCATION]: FEED_LOCATION,
      [ANNOTATION_ORIGIN_LOCATION]: FEED_LOCATION,
      [ANNOTATIONS.name]: about.name,
      ...about.annotations,
    },
    links: [{ url: about.page, title: about.linkTitle }],
  };
}

const path = (...names: readonly string[]) =>
  names.map(encodeURIComponent).join('/');

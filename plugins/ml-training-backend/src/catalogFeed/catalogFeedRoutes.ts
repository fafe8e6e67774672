import {
  digestOfJson,
  type CatalogFeed,
  type DatasetSummary,
  type Json,
  type ModelSummary,
  type RunSummary,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { DatasetStore } from '../datasets/datasetStore';
import type { ModelStore } from '../models/modelStore';
import type { Handlers } from '../router/call';
import type { RunStore } from '../runs/runStore';

export interface FeedPorts {
  readonly runs: Pick<RunStore, 'find' | 'list' | 'facets' | 'ofPipeline'>;
  readonly datasets: Pick<DatasetStore, 'list'>;
  readonly models: Pick<ModelStore, 'list'>;
  /** Newest runs that become entities, beside those that are going on and those of models. */
  readonly runsPerPipeline: number;
}

const PAGE = 200;
const ALL = { rows: 'all' } as const;

/** What the catalog is told: names and who owns them, never a metric or a parameter. */
export function catalogFeedRoutes(
  ports: FeedPorts,
): Pick<Handlers, 'catalogFeed'> {
  return {
    async catalogFeed(): Promise<CatalogFeed> {
      const models = await all(cursor =>
        ports.models.list({ limit: PAGE, cursor }, ALL),
      );
      const datasets = await all(cursor =>
        ports.datasets.list({ limit: PAGE, cursor }, ALL),
      );
      const runs = await runsToShow(models, ports);
      const told = {
        models: inOrder(models.map(modelEntry)),
        datasets: inOrder(datasets.map(datasetEntry)),
        runs: runs.map(runEntry),
      };
      return { revision: digestOfJson(told as unknown as Json), ...told };
    },
  };
}

async function runsToShow(
  models: readonly ModelSummary[],
  { runs, runsPerPipeline }: FeedPorts,
): Promise<readonly RunSummary[]> {
  const shown = new Map<string, RunSummary>();
  const add = (found: readonly RunSummary[]) =>
    found.forEach(run => shown.set(run.run, run));
  const { pipelines } = await runs.facets(ALL);
  for (const { entity } of pipelines) {
    add(await runs.ofPipeline(entity, runsPerPipeline));
  }
  add(
    await all(cursor =>
      runs.list(
        { state: ['running', 'queued', 'lost'], limit: PAGE, cursor },
        ALL,
      ),
    ),
  );
  const made = models.flatMap(({ newest, champion }) =>
    [newest, champion].flatMap(version => version?.run ?? []),
  );
  for (const run of new Set(made)) {
    const entry = shown.has(run) ? undefined : await runs.find(run);
    if (entry) add([entry.summary]);
  }
  // Not by time: two that began in one millisecond would change places.
  return [...shown.values()].sort((a, b) => (a.run < b.run ? -1 : 1));
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** An answer that is cut short would have the catalog delete what is missing. */
async function all<Item>(
  page: (cursor: string | undefined) => Promise<Page<Item>>,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const { items: more, next } = await page(cursor);
    items.push(...more);
    cursor = next ?? undefined;
  } while (cursor !== undefined);
  return items;
}

function inOrder<
  Item extends { readonly namespace: string; readonly name: string },
>(items: readonly Item[]): Item[] {
  const key = ({ namespace, name }: Item) => `${namespace}/${name}`;
  return [...items].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function modelEntry(model: ModelSummary): CatalogFeed['models'][number] {
  const { namespace, name, owner, pipeline, newest, champion } = model;
  const datasets = [newest, champion].flatMap(
    version => version?.dataset?.name ?? [],
  );
  return {
    namespace,
    name,
    owner,
    pipeline,
    datasets: [...new Set(datasets)]
      .sort()
      .map(dataset => ({ namespace, name: dataset })),
    newest: newest && { version: newest.version, stage: newest.stage },
    champion: champion?.version ?? null,
  };
}

function datasetEntry(
  dataset: DatasetSummary,
): CatalogFeed['datasets'][number] {
  const { namespace, name, owner, pipeline, newest } = dataset;
  return {
    namespace,
    name,
    owner,
    pipeline,
    newest: newest?.version ?? null,
    // Datasets are made of sources so far, and of no other dataset.
    derivedFrom: [],
  };
}

function runEntry(run: RunSummary): CatalogFeed['runs'][number] {
  const { owner, pipeline, state, purpose, submittedAt, model, dataset } = run;
  return {
    run: run.run,
    namespace: pipeline.namespace,
    owner,
    pipeline: pipeline.entity,
    state,
    purpose,
    submittedAt,
    model: model?.name ?? null,
    dataset: dataset?.name ?? null,
  };
}

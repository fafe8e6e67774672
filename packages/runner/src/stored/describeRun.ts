import type { ArtifactStore } from '@trainyard/artifacts';
import type {
  Digest,
  Json,
  JsonObject,
  Plan,
  RunDescription,
} from '@trainyard/backstage-plugin-ml-training-common';
import { codeFolders } from '../pipelines/readPipeline';
import { filesBelow, openBundle } from '../pipelines/sourceBundle';
import { specificationOf } from '../pipelines/specificationOf';
import { runMetrics } from './runMetrics';
import type { StoredRun } from './storedRun';

/** What was to be run: all there is of a run that has not ended. */
export interface RunSource {
  readonly bundle: Digest;
  /** Which file of the bundle is the specification. */
  readonly specification: string;
  readonly plan: Plan;
  /** Null where there was no git. */
  readonly commit: string | null;
}

/** A run as two of them are compared, read back from the store. */
export async function describeRun(
  store: ArtifactStore,
  { record, plan, end }: StoredRun,
): Promise<RunDescription> {
  const source = await describeSource(store, {
    bundle: record.bundle,
    specification: record.specification,
    plan,
    commit: record.git?.commit ?? null,
  });
  const manifests = await Promise.all(
    plan.steps.map(({ name }) =>
      store.runs.findStep(end.run, end.attempt, name),
    ),
  );
  const steps = plan.steps.map(({ name }, i) => ({
    name,
    outputs: manifests[i]?.outputs ?? {},
    logical: manifests[i]?.logical ?? {},
  }));
  const dataset = steps.find(({ name }) => name === 'materialize-dataset');
  const digest = dataset?.logical.dataset ?? dataset?.outputs.dataset;
  return {
    ...source,
    datasets:
      plan.dataset && digest
        ? { [plan.dataset.name]: { version: plan.dataset.version, digest } }
        : {},
    steps,
    metrics: await runMetrics(store, end),
  };
}

/** A run without what came of it: its datasets, steps and metrics are empty. */
export async function describeSource(
  store: ArtifactStore,
  { bundle: tree, specification: file, plan, commit }: RunSource,
): Promise<RunDescription> {
  const bundle = await openBundle(store, tree, file);
  const { specification, lock } = specificationOf(bundle);
  return {
    specification: jsonOf(specification),
    lock: jsonOf(lock) as JsonObject,
    code: Object.fromEntries(
      codeFolders(specification).flatMap(folder =>
        filesBelow(bundle, folder).map(({ path, sha256 }) => [
          `${folder.replace(/\/$/, '')}/${path}`,
          sha256,
        ]),
      ),
    ),
    environment: Object.fromEntries(
      plan.steps.flatMap(({ name, environment }) =>
        environment ? [[name, jsonOf(environment)]] : [],
      ),
    ),
    sources: plan.sources,
    datasets: {},
    steps: [],
    metrics: {},
    commit,
  };
}

/** A parsed document as the JSON it came from: what is undefined was never there. */
function jsonOf(document: unknown): Json {
  return JSON.parse(JSON.stringify(document));
}

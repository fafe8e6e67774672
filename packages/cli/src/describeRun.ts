import type { ArtifactStore } from '@trainyard/artifacts';
import type {
  Json,
  JsonObject,
  RunDescription,
} from '@trainyard/backstage-plugin-ml-training-common';
import {
  codeFolders,
  filesBelow,
  openBundle,
  specificationOf,
} from '@trainyard/runner';
import { runMetrics } from './runMetrics';
import type { StoredRun } from './storedRun';

/** A run as two of them are compared, read back from the store. */
export async function describeRun(
  store: ArtifactStore,
  { record, plan, end }: StoredRun,
): Promise<RunDescription> {
  const bundle = await openBundle(store, record.bundle, record.specification);
  const { specification, lock } = specificationOf(bundle);
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
    datasets:
      plan.dataset && digest
        ? { [plan.dataset.name]: { version: plan.dataset.version, digest } }
        : {},
    steps,
    metrics: await runMetrics(store, end),
    commit: record.git?.commit ?? null,
  };
}

/** A parsed document as the JSON it came from: what is undefined was never there. */
function jsonOf(document: unknown): Json {
  return JSON.parse(JSON.stringify(document));
}

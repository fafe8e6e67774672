import type { ArtifactStore } from '@trainyard/artifacts';
import {
  compareSeveral,
  evaluationDocument,
  hasEnded,
  type ComparedRun,
  type Comparison,
  type EvaluationDocument,
  type RunDescription,
} from '@trainyard/backstage-plugin-ml-training-common';
import {
  describeRun,
  describeSource,
  findStoredRun,
  readArtifactFile,
  storedPlan,
} from '@trainyard/runner';
import type { RunEntry, RunStore } from '../runs/runStore';

export interface ComparisonPorts {
  /** One root a namespace. */
  readonly store: (namespace: string) => Promise<ArtifactStore>;
  readonly runs: Pick<RunStore, 'metrics'>;
}

/**
 * Two to five runs side by side, in the order given; the first is what the others
 * are held against. What came of them is read from the store. Of a run that has not
 * ended there is what was asked for, and what it reported so far.
 *
 * @throws ArtifactError where a bundle or a plan is missing or damaged
 */
export async function compareEntries(
  entries: readonly RunEntry[],
  ports: ComparisonPorts,
): Promise<Comparison> {
  const runs = await Promise.all(entries.map(entry => read(entry, ports)));
  return {
    runs: entries.map(({ summary }) => summary),
    ...compareSeveral(runs),
  };
}

async function read(
  entry: RunEntry,
  ports: ComparisonPorts,
): Promise<ComparedRun> {
  const { run, pipeline, state, attempt } = entry.summary;
  const store = await ports.store(pipeline.namespace);
  if (!hasEnded(state)) {
    const description = {
      ...(await describeAsked(store, entry)),
      metrics: known(await ports.runs.metrics(run)),
    };
    return { run, hasEnded: false, description };
  }
  const found = await findStoredRun(store, run);
  // Stopped before it began: then an earlier attempt may be the last one stored.
  const isOfAttempt =
    found.outcome === 'found' && found.run.end.attempt === attempt;
  if (!isOfAttempt) {
    return {
      run,
      hasEnded: true,
      description: await describeAsked(store, entry),
    };
  }
  const description = await describeRun(store, found.run);
  const evaluation = await evaluationOf(store, description);
  return {
    run,
    hasEnded: true,
    description,
    ...(evaluation && { evaluation }),
  };
}

async function describeAsked(
  store: ArtifactStore,
  { plan, bundle, specification, source }: RunEntry,
): Promise<RunDescription> {
  return describeSource(store, {
    bundle,
    specification,
    plan: await storedPlan(store, { plan }),
    commit: source.commit,
  });
}

/** How good the model is, by what evaluate-model sealed. */
async function evaluationOf(
  store: ArtifactStore,
  { steps }: RunDescription,
): Promise<EvaluationDocument | undefined> {
  const step = steps.find(({ name }) => name === 'evaluate-model');
  const tree = step?.outputs.evaluation;
  if (!tree) return undefined;
  const file = await readArtifactFile(store, tree, 'evaluation.json');
  return file && evaluationDocument.parse(JSON.parse(file.toString()));
}

function known(
  metrics: Readonly<Record<string, number | null>>,
): Record<string, number> {
  return Object.fromEntries(
    Object.entries(metrics).flatMap(([name, value]) =>
      value === null ? [] : [[name, value]],
    ),
  );
}

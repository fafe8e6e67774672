import {
  datasetColumns,
  type DatasetVersion,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { ReconcilerPorts, Term } from '../ports';
import type { JudgedAttempt } from './endAttempt';

/**
 * Publishes the dataset version that a run made, however the run went on. A
 * reproduction publishes nothing: it compares with what is published.
 */
export async function publishDataset(
  attempt: JudgedAttempt,
  term: Term,
  { datasets }: Pick<ReconcilerPorts, 'datasets'>,
): Promise<{ readonly note: string | null }> {
  const version = await versionOf(attempt);
  if (!version) return { note: null };
  term.check();
  const outcome = await datasets.publish(version, term.fence);
  if (outcome === 'fenced') return term.fenced();
  return {
    note:
      outcome === 'owned by another'
        ? `The dataset ${version.name} was not published: another pipeline published that name first.`
        : null,
  };
}

async function versionOf({
  entry,
  plan,
  store,
  manifests,
  sealed,
  judgement,
}: JudgedAttempt): Promise<DatasetVersion | undefined> {
  const { summary } = entry;
  const made = manifests.get('materialize-dataset');
  const { dataset: tree } = sealed.digests;
  if (!plan.dataset || !made || !tree || summary.purpose === 'reproduction') {
    return undefined;
  }
  const { name, version } = plan.dataset;
  // Equal rows may lie in other bytes; the name is bound to those that came first.
  const bound = await store.names.find('dataset', name, version);
  return {
    namespace: summary.pipeline.namespace,
    name,
    version,
    tree: bound?.tree ?? tree,
    logical: bound?.logical ?? made.logical.dataset ?? null,
    rows: sealed.split?.rows_in ?? null,
    columns: datasetColumns(plan, sealed.checks),
    split: sealed.split ?? null,
    checks: sealed.checks?.results ?? [],
    verdict: verdictOf(sealed, judgement),
    run: summary.run,
    pipeline: summary.pipeline.entity,
    owner: summary.owner,
    publishedAt: made.ended_at,
  };
}

/** What was checked and cannot be judged again is blocked (law 4). */
function verdictOf(
  { digests }: JudgedAttempt['sealed'],
  { checks }: JudgedAttempt['judgement'],
): DatasetVersion['verdict'] {
  return checks?.verdict ?? (digests.checks ? 'blocked' : null);
}

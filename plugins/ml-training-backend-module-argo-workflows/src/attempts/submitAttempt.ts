import {
  compileWorkflow,
  type WorkflowSettings,
} from '@trainyard/argo-manifest';
import type { EngineSubmission } from '@trainyard/backstage-plugin-ml-training-node';
import { isFault } from '../api/apiError';
import type { WorkflowDocument } from '../api/workflowDocument';
import type { Cluster } from '../clusters/cluster';
import { planDigestOf } from '../manifest/planDigestOf';

/**
 * Hands an attempt to a cluster. Its workflow's name follows from run and attempt,
 * so that whoever hands it over again, after an answer that got lost, finds it there.
 *
 * @throws Error where another plan is there under the name, or the cluster refuses
 */
export async function submitAttempt(
  submission: EngineSubmission,
  settings: WorkflowSettings,
  cluster: Cluster,
): Promise<void> {
  const workflow = compileWorkflow(submission, settings);
  const { name } = workflow.metadata;
  const { api, cache } = await cluster.open();
  try {
    cache.remember(await api.create(workflow));
  } catch (error) {
    if (!isFault(error, 'conflict')) throw new Error(cluster.words(error));
    const there = await api.get(name);
    // Deleted in between: the service hands it over again.
    if (!there) throw new Error(cluster.words(error));
    refuseAnother(there, submission, cluster);
    cache.remember(there);
  }
}

function refuseAnother(
  there: WorkflowDocument,
  { run, attempt, planDigest }: EngineSubmission,
  { name: cluster, settings }: Cluster,
): void {
  const found = planDigestOf(there);
  if (found === planDigest) return;
  const { name } = there.metadata;
  throw new Error(
    `The cluster ${cluster} has a workflow ${name} already, which executes ${found ? `the plan ${found}` : 'no plan of ours'} and not ${planDigest} of run ${run}, attempt ${attempt}. Delete it (kubectl -n ${settings.namespace} delete workflow ${name}) and retry the run.`,
  );
}

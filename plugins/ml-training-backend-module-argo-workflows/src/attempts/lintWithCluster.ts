import {
  compileWorkflow,
  lintPlan,
  type WorkflowSettings,
} from '@trainyard/argo-manifest';
import {
  digestOfJson,
  type Digest,
  type Plan,
  type Problem,
} from '@trainyard/backstage-plugin-ml-training-common';
import { isFault } from '../api/apiError';
import type { Cluster } from '../clusters/cluster';

const MOST_ANSWERS = 100;

/** A run that never is: its workflow is tried out only. */
const NOBODY = { run: 'tried-out', attempt: 1 } as const;

/** What a cluster said of a plan, for as long as plan and settings are the same. */
export class Linter {
  readonly #answers = new Map<string, readonly Problem[]>();

  /** What compiling refuses, and where it refuses nothing, what the cluster would. */
  async lint(
    plan: Plan,
    settings: WorkflowSettings,
    cluster: Cluster,
  ): Promise<readonly Problem[]> {
    const problems = lintPlan(plan, settings);
    if (problems.some(({ severity }) => severity === 'error')) return problems;
    const planDigest = digestOfJson(plan);
    const key = `${cluster.name} ${planDigest}`;
    const known = this.#answers.get(key);
    if (known) return [...problems, ...known];
    const answer = await tryOut(plan, planDigest, settings, cluster);
    if (!answer) return [...problems, unasked(cluster)];
    this.#answers.set(key, answer);
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > MOST_ANSWERS) this.#answers.delete(oldest);
    return [...problems, ...answer];
  }
}

/** @returns undefined where the cluster could not be asked */
async function tryOut(
  plan: Plan,
  planDigest: Digest,
  settings: WorkflowSettings,
  cluster: Cluster,
): Promise<readonly Problem[] | undefined> {
  const workflow = compileWorkflow(
    { ...NOBODY, namespace: plan.namespace, plan, planDigest },
    settings,
  );
  try {
    const { api } = await cluster.open();
    await api.tryOut(workflow);
    return [];
  } catch (error) {
    if (!isFault(error, 'invalid', 'forbidden')) return undefined;
    return [
      {
        file: 'pipeline.yaml',
        path: ['steps'],
        expected: `a plan that the cluster ${cluster.name} takes`,
        found: error.message,
        advice: isFault(error, 'invalid')
          ? 'Mend what it names; where it is none of the pipeline’s words, show this to who operates the portal.'
          : 'Ask who operates the portal: its account or a policy of the cluster is in the way.',
        severity: 'error',
      },
    ];
  }
}

/** Not an error: the run waits until it can be submitted. */
function unasked({ name }: Cluster): Problem {
  return {
    file: 'pipeline.yaml',
    path: [],
    expected: `the cluster ${name} to say what it thinks of the plan`,
    found: 'no answer',
    advice: 'It is asked again when the run is submitted.',
    severity: 'warning',
  };
}

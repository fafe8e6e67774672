import type { ArtifactStore } from '@trainyard/artifacts';
import {
  shortDigest,
  type Plan,
  type PlanStep,
  type PublishedName,
  type StepResult,
} from '@trainyard/backstage-plugin-ml-training-common';

/**
 * Binds what a step publishes to its name and version, for ever.
 *
 * @returns what is wrong, where a name is taken by other content
 */
export async function bindNames(
  store: ArtifactStore,
  plan: Plan,
  step: PlanStep,
  result: StepResult,
): Promise<string | undefined> {
  if (result.verdict !== 'succeeded') return undefined;
  for (const published of [...datasetName(plan, step), ...result.names]) {
    const { kind, name, version, output } = published;
    const tree = result.outputs[output];
    if (!tree) continue;
    const logical = result.logical[output];
    const bound = await store.names.bind(kind, name, version, {
      tree,
      ...(logical && { logical }),
    });
    if (bound.outcome === 'taken by other content') {
      return (
        `${kind} ${name} ${version} is bound to other content: ` +
        `expected ${shortDigest(bound.to.logical ?? bound.to.tree)}, ` +
        `found ${shortDigest(logical ?? tree)}. A version is bound to one content for ever: give the new content a new version.`
      );
    }
  }
  return undefined;
}

/** The version of a dataset holds a plan key, so the step itself cannot know it. */
function datasetName(plan: Plan, step: PlanStep): PublishedName[] {
  return plan.dataset && step.builtin?.name === 'materialize-dataset'
    ? [{ kind: 'dataset', output: 'dataset', ...plan.dataset }]
    : [];
}

import type {
  Plan,
  Problem,
} from '@trainyard/backstage-plugin-ml-training-common';
import { writeWorkflow } from '../manifest/compileWorkflow';
import type { WorkflowSettings } from '../settings/workflowSettings';
import { planForm } from './planForm';
import { lintSize } from './lintSize';
import { stepProblems } from './stepProblems';
import { problem } from './problem';
import { secretProblems } from './secretProblems';

/** What clusters of these settings would refuse of a plan, told before anything is made. */
export function lintPlan(
  plan: Plan,
  settings: WorkflowSettings,
): readonly Problem[] {
  const form = planForm(plan);
  return [
    ...form,
    ...storeProblems(settings),
    ...plan.steps.flatMap(step => stepProblems(step, settings)),
    ...secretProblems(plan, settings),
    // What has no good name cannot be written, and has no size.
    ...(form.length > 0
      ? []
      : lintSize(writeWorkflow(example(plan), settings))),
  ];
}

function storeProblems({ store, certificates }: WorkflowSettings): Problem[] {
  if (store.kind !== 's3') {
    return [
      problem(['store'], {
        expected: 'a bucket, which pods can reach',
        found: `the folder ${store.path} of the portal's host`,
        advice: 'Ask who operates the portal to keep the store in a bucket.',
      }),
    ];
  }
  if (store.ca_file && !certificates) {
    return [
      problem(['store', 'ca_file'], {
        expected: 'a Secret with the certificates of the store, for the pods',
        found: 'none, and the store has certificates of its own',
        advice:
          'Ask who operates the portal to set `certificates` of the engine to a Secret and key.',
      }),
    ];
  }
  return [];
}

/** Stands for any attempt: what differs between attempts is as long. */
function example(plan: Plan) {
  return {
    run: `${plan.pipeline}-0123456789`,
    attempt: 1,
    namespace: plan.namespace,
    plan,
    planDigest: '0'.repeat(64),
  };
}

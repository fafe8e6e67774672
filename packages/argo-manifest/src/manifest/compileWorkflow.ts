import {
  digestOfJson,
  type Json,
  type Problem,
} from '@trainyard/backstage-plugin-ml-training-common';
import { lintSize } from '../lint/lintSize';
import { submissionForm } from '../lint/planForm';
import { UnfitPlanError } from '../lint/unfitPlanError';
import { taskNames } from '../names/taskNames';
import { workflowName } from '../names/workflowName';
import { outlinePods } from '../outline/outlineOf';
import { isolatesSteps, placePods } from '../placement/placePods';
import type { WorkflowSettings } from '../settings/workflowSettings';
import { exitTemplates, ON_EXIT } from './exitTemplates';
import { MARK, WORKFLOW_FORM } from './marks';
import { podTemplates } from './podTemplates';
import { runTemplate } from './runTemplate';
import type { WorkflowSubmission } from './submission';
import type { Workflow } from './workflow';
import { labelsOf, workflowSpec } from './workflowSpec';

/**
 * Compiles an attempt to one Workflow. Equal inputs give equal workflows.
 *
 * The plan has passed lintPlan: where a name or an image could be read as a
 * template of Argo's, or the whole is too large for a cluster, this throws.
 *
 * @throws UnfitPlanError
 */
export function compileWorkflow(
  submission: WorkflowSubmission,
  settings: WorkflowSettings,
): Workflow {
  refuse(submissionForm(submission));
  const workflow = writeWorkflow(submission, settings);
  refuse(lintSize(workflow));
  return workflow;
}

/** The same without a look at whether a cluster would take it. */
export function writeWorkflow(
  submission: WorkflowSubmission,
  settings: WorkflowSettings,
): Workflow {
  const { run, attempt, namespace, plan, planDigest } = submission;
  const pods = placePods(plan, isolatesSteps(plan, settings));
  const names = taskNames(pods.map(({ name }) => name));
  const { tasks, templates } = podTemplates(pods, submission, settings);
  const outline = outlinePods(pods, submission, settings);
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: {
      name: workflowName(submission),
      namespace: settings.namespace,
      labels: { ...settings.labels, ...labelsOf(submission) },
      annotations: {
        ...settings.annotations,
        [MARK.form]: WORKFLOW_FORM,
        [MARK.run]: run,
        [MARK.attempt]: `${attempt}`,
        [MARK.pipeline]: plan.pipeline,
        [MARK.namespace]: namespace,
        [MARK.plan]: planDigest,
        [MARK.outline]: digestOfJson(outline as unknown as Json),
      },
    },
    spec: {
      entrypoint: 'run',
      onExit: ON_EXIT,
      ...workflowSpec(submission, settings),
      templates: [
        runTemplate(tasks, pod => names.get(pod) ?? pod),
        ...templates,
        ...exitTemplates(submission, settings),
      ],
    },
  };
}

function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new UnfitPlanError(problems);
}

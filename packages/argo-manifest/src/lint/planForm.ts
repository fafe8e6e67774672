import type {
  Plan,
  PlanStep,
  Problem,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { WorkflowSubmission } from '../manifest/submission';
import { IMAGE_BY_DIGEST } from '../settings/workflowSettings';
import { problem, quoted } from './problem';

/**
 * What would be evaluated by Argo, or could not be written, as it stands: names,
 * images and signs. A specification lets none of it pass; a plan may come from
 * elsewhere.
 */
export function planForm(plan: Plan): Problem[] {
  return [
    ...nameProblems(['pipeline'], plan.pipeline),
    ...nameProblems(['namespace'], plan.namespace),
    ...plan.steps.flatMap(stepForm),
  ];
}

/** The same of all that a workflow is made from. */
export function submissionForm(submission: WorkflowSubmission): Problem[] {
  const { run, attempt, namespace, plan, planDigest } = submission;
  const whole =
    RUN.test(run) && Number.isSafeInteger(attempt) && attempt > 0
      ? []
      : [
          problem(['run'], {
            expected:
              'a run id of letters, digits, dots and dashes, and the number of an attempt',
            found: `${quoted(run)}, ${attempt}`,
            advice: 'Take them from where runs are submitted.',
          }),
        ];
  const digests = DIGEST.test(planDigest)
    ? []
    : [
        problem(['plan'], {
          expected: "the plan's digest",
          found: quoted(planDigest),
          advice: 'Put the plan into the store first.',
        }),
      ];
  return [
    ...whole,
    ...digests,
    ...nameProblems(['namespace'], namespace),
    ...planForm(plan),
  ];
}

/** Of steps, pipelines and namespaces: labels of pods, and folders. */
const NAME = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const RUN = /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/;
const DIGEST = /^[0-9a-f]{64}$/;
/** What an environment variable may be called so that a shell can read it. */
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** Neither a program's argument nor JSON can hold these. */
const UNWRITABLE = /\0|\p{Surrogate}/u;

function stepForm(step: PlanStep): Problem[] {
  const at = (...path: string[]) => ['steps', step.name, ...path];
  const image =
    step.environment?.kind === 'image' ? step.environment.image : undefined;
  return [
    ...nameProblems(['steps'], step.name),
    ...(image === undefined || IMAGE_BY_DIGEST.test(image)
      ? []
      : [
          problem(at('runtime', 'container_image'), {
            expected: 'an image by digest: name@sha256:…, without a tag',
            found: quoted(image),
            advice: 'Run `trainyard pin`, which finds the digest of a tag.',
          }),
        ]),
    ...(step.command ?? [])
      .filter(text => UNWRITABLE.test(text))
      .map(text =>
        problem(at('command'), {
          expected: 'text',
          found: quoted(text),
          advice: 'Remove the NUL or the half of a sign.',
        }),
      ),
    ...Object.keys(step.secrets ?? {})
      .filter(name => !VARIABLE.test(name))
      .map(name =>
        problem(['secrets'], {
          expected: 'the name of a variable: letters, digits and underscores',
          found: quoted(name),
          advice: 'Begin it with a letter.',
        }),
      ),
  ];
}

function nameProblems(path: readonly string[], name: string): Problem[] {
  return NAME.test(name)
    ? []
    : [
        problem(path, {
          expected:
            'a name of at most 63 lower-case letters, digits and dashes',
          found: quoted(name),
          advice: 'It is part of the names of pods: give it another one.',
        }),
      ];
}

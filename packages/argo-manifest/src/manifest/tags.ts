/**
 * All that Argo evaluates in a manifest of ours. Nothing that a user wrote is
 * among it, and no other text may hold two opening braces.
 */
export const TAG = {
  /** Counted from 0, of a template that has a retry strategy. */
  retries: '{{retries}}',
  input: (name: string) => `{{inputs.parameters.${name}}}`,
  podName: '{{pod.name}}',
  workflowStatus: '{{workflow.status}}',
  answer: (task: string, pod: string) =>
    `{{tasks.${task}.outputs.parameters.${pod}}}`,
  /** A task that did not succeed may have told of a try that is not to be believed. */
  successfulTry: (task: string) =>
    `{{=tasks['${task}'].status == 'Succeeded' ? tasks['${task}'].outputs.parameters.try : 'none'}}`,
  tryOf: (task: string) => `{{tasks.${task}.outputs.parameters.try}}`,
  expression: (expression: string) => `{{=${expression}}}`,
} as const;

/** How a workflow of ours is known. */
export const MARK = {
  run: 'trainyard.dev/run',
  attempt: 'trainyard.dev/attempt',
  pipeline: 'trainyard.dev/pipeline',
  namespace: 'trainyard.dev/namespace',
  pod: 'trainyard.dev/pod',
  /** Of how a workflow is written; another one is not read. */
  form: 'trainyard.dev/workflow-form',
  plan: 'trainyard.dev/plan',
  /** Digest of the outline, by which a workflow that somebody changed is told. */
  outline: 'trainyard.dev/outline',
} as const;

export const WORKFLOW_FORM = '1';

/** Pages of the documentation that help with a run, below its root. */
export const RUNBOOK = {
  blocked: 'runbooks/run-blocked',
  cutOff: 'runbooks/run-cut-off',
} as const;

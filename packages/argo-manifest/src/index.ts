export {
  IMAGE_BY_DIGEST,
  workflowSettings,
  type WorkflowSettings,
  type WorkflowSettingsInput,
} from './settings/workflowSettings';
export { stagingOf, type WorkflowSubmission } from './manifest/submission';
export { compileWorkflow } from './manifest/compileWorkflow';
export { MARK } from './manifest/marks';
export type { Workflow } from './manifest/workflow';
export { workflowName } from './names/workflowName';
export { placePods, type PlacedPod } from './placement/placePods';
export { outlineOf } from './outline/outlineOf';
export {
  decompileWorkflow,
  type DecompileOutcome,
} from './outline/decompileWorkflow';
export type { OutlinedPod, WorkflowOutline } from './outline/workflowOutline';
export { lintPlan } from './lint/lintPlan';
export { UnfitPlanError } from './lint/unfitPlanError';
export { podName } from './names/podName';

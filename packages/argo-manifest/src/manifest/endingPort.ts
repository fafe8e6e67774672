import {
  digestOfJson,
  ENDING_PORT,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { WorkflowSettings } from '../settings/workflowSettings';
import type { WorkflowSubmission } from './submission';

/** Up to where Kubernetes' own range of ports of a node begins. */
const SPREAD = 9000;

/** Where the witness of a pod listens. Pods that share the network of their node each need their own. */
export function endingPort(
  { run, attempt }: WorkflowSubmission,
  step: string,
  worker: number,
  { hostNetwork }: WorkflowSettings,
): number {
  if (!hostNetwork) return ENDING_PORT;
  const digest = digestOfJson([run, attempt, step, worker]);
  return ENDING_PORT + (Number.parseInt(digest.slice(0, 8), 16) % SPREAD);
}

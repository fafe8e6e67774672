import { MARK } from '@trainyard/argo-manifest';
import type { WorkflowDocument } from '../api/workflowDocument';

/** Labels of ours alone: what the portal watches. */
export const OURS = MARK.run;

/** The plan that a workflow executes; undefined where it is none of ours. */
export function planDigestOf({
  metadata,
}: WorkflowDocument): string | undefined {
  return metadata.annotations?.[MARK.plan];
}

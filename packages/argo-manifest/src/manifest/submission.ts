import type {
  Digest,
  Plan,
} from '@trainyard/backstage-plugin-ml-training-common';

/** One attempt of a run, about to be handed to a cluster. */
export interface WorkflowSubmission {
  readonly run: string;
  /** From 1. */
  readonly attempt: number;
  /** The tenant's, in the store; that of Kubernetes stands in the settings. */
  readonly namespace: string;
  readonly plan: Plan;
  /** Of the plan's blob in the store, from which the pods read it. */
  readonly planDigest: Digest;
}

/** Where pods of an attempt leave what is not sealed yet: below the store's prefix. */
export function stagingOf(run: string, attempt: number): string {
  return `staging/${run}/${attempt}/`;
}

/** Below staging: what Argo keeps of pods' logs. The sealed ones are the record. */
export const ARCHIVE = 'argo-logs';

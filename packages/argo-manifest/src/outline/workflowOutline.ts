/** What a pod of ours is, in our words. */
export interface OutlinedPod {
  readonly name: string;
  readonly kind: 'builtin' | 'command';
  readonly steps: readonly string[];
  readonly dependsOn: readonly string[];
  readonly image: string;
  /** The program of the main container and its arguments. */
  readonly command: readonly string[];
  /** As Kubernetes writes quantities. */
  readonly resources: {
    readonly cpu: string;
    readonly memory: string;
    readonly gpu?: string;
  };
  /** Further tries that Argo makes at most. */
  readonly retries: number;
  readonly workers: number;
}

/** What a workflow of ours says about a run. */
export interface WorkflowOutline {
  readonly run: string;
  readonly attempt: number;
  readonly namespace: string;
  readonly pipeline: string;
  readonly planDigest: string;
  readonly pods: readonly OutlinedPod[];
}

import type { WorkflowDocument } from './workflowDocument';

export interface WorkflowList {
  readonly items: readonly WorkflowDocument[];
  /** What a watch goes on from. */
  readonly version: string;
}

export type WorkflowEvent =
  | { readonly event: 'seen'; readonly workflow: WorkflowDocument }
  /** Deleted, or not selected any more; the document may be an old one. */
  | { readonly event: 'left'; readonly workflow: WorkflowDocument }
  /** Nothing happened, but a watch may go on from here. */
  | { readonly event: 'mark'; readonly version: string };

export interface PodLog {
  readonly workflow: string;
  readonly pod: string;
  /** Always named: without one, a pod of several containers yields nothing. */
  readonly container: string;
  /** Whether to wait for what is said next. */
  readonly follow: boolean;
  readonly signal: AbortSignal;
}

/**
 * The workflows of one namespace of one cluster. Both ways to them do the same; what
 * one of them cannot tell is said below. Whatever is asked may throw an ApiError.
 */
export interface WorkflowApi {
  /** Where it is, for people: `Argo Server https://…` or `Kubernetes https://…`. */
  readonly where: string;
  /** @throws ApiError 'conflict' where there is one of that name */
  create(workflow: object): Promise<WorkflowDocument>;
  /** Undefined where there is none, neither live nor, with the Argo Server, archived. */
  get(name: string): Promise<WorkflowDocument | undefined>;
  /** Every page of those that a selector of labels names. */
  list(selector: string): Promise<WorkflowList>;
  /** Ends whenever the server likes. @throws ApiError 'expired' where one has to list again */
  watch(
    selector: string,
    version: string,
    signal: AbortSignal,
  ): AsyncIterable<WorkflowEvent>;
  /** Ends in order: exit handlers run. Also when it was suspended. */
  stop(name: string): Promise<void>;
  /** Ends at once: no exit handler runs. */
  terminate(name: string): Promise<void>;
  /** Nothing happens where there is none. */
  delete(name: string): Promise<void>;
  podLog(log: PodLog): AsyncIterable<Uint8Array>;
  /** How many pods are not done yet; undefined where that cannot be asked. */
  livePods(workflow: string): Promise<number | undefined>;
  /** The newest complaint of the cluster about each pod that it complained of lately. */
  podComplaints(): Promise<ReadonlyMap<string, string>>;
  /** From Argo's archive; undefined where it has none, or cannot be asked. */
  archived(name: string): Promise<WorkflowDocument | undefined>;
  /** Asks whether the cluster would take a workflow. @throws ApiError where it would not */
  tryOut(workflow: object): Promise<void>;
  /** Verbs that the account lacks, such as `watch workflows.argoproj.io`; undefined where that cannot be asked. */
  missingRights(): Promise<readonly string[] | undefined>;
  close(): Promise<void>;
}

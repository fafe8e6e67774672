import {
  hasFinished,
  nodesOf,
  type WorkflowDocument,
  type WorkflowNode,
} from '../api/workflowDocument';

/** What is remembered of a node of a workflow. */
export interface CachedNode {
  readonly name: string;
  readonly displayName: string;
  readonly templateName: string;
  readonly phase: string;
  readonly message: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** The lock that it waits for. */
  readonly lock?: string;
  /** The command that its pod executes; built-in steps are found by the template. */
  readonly step?: string;
  /** Of several workers of a command, from 0. */
  readonly worker: number;
}

/** What is remembered of a workflow: without its manifest, which is most of it. */
export interface CachedWorkflow {
  readonly name: string;
  readonly uid: string;
  readonly version: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly priority: number;
  readonly phase: string;
  readonly message: string;
  readonly finished: boolean;
  readonly suspended: boolean;
  /** Undefined where they can be read over the Argo Server only. */
  readonly pods: readonly CachedNode[] | undefined;
  /** Nodes that wait and are no pods: tries that are to come, steps behind a lock. */
  readonly waits: readonly CachedNode[];
  /** Locks that all of it waits for, by the names that Argo gives them. */
  readonly lock?: {
    readonly kind: 'semaphore' | 'mutex';
    readonly name: string;
    readonly holders: number;
  };
}

export function cachedWorkflow(document: WorkflowDocument): CachedWorkflow {
  const { metadata, spec, status } = document;
  const nodes = nodesOf(document);
  const lock = lockOf(document);
  return {
    name: metadata.name,
    uid: metadata.uid,
    version: metadata.resourceVersion,
    createdAt: Date.parse(metadata.creationTimestamp ?? '') || 0,
    priority: spec.priority ?? 0,
    phase: status.phase,
    message: status.message,
    finished: hasFinished(document),
    suspended: spec.suspend === true,
    pods: nodes?.filter(({ type }) => type === 'Pod').map(slim),
    waits: (nodes ?? []).filter(isWaiting).map(slim),
    ...(lock && { lock }),
  };
}

function isWaiting({
  type,
  phase,
  message,
  synchronizationStatus,
}: WorkflowNode) {
  const mayWait = phase === 'Pending' || phase === 'Running';
  return (
    type !== 'Pod' &&
    mayWait &&
    Boolean(message || synchronizationStatus?.waiting)
  );
}

/** Without inputs and outputs, which are long. */
function slim(node: WorkflowNode): CachedNode {
  const { name, displayName, templateName, phase, message } = node;
  const given = (wanted: string) =>
    node.inputs?.parameters?.find(it => it.name === wanted)?.value;
  const lock = node.synchronizationStatus?.waiting;
  const step = given('step');
  return {
    ...{ name, displayName, templateName, phase, message },
    startedAt: Date.parse(node.startedAt ?? '') || 0,
    ...(lock && { lock }),
    ...(step !== undefined && { step }),
    worker: Number(given('worker') ?? 0),
  };
}

function lockOf({ status }: WorkflowDocument): CachedWorkflow['lock'] {
  const { semaphore, mutex } = status.synchronization ?? {};
  // What it waited for stays there when it got it, beside what it holds.
  const held = new Set(semaphore?.holding?.map(it => it.semaphore));
  const waiting = semaphore?.waiting?.find(it => !held.has(it.semaphore));
  if (waiting?.semaphore) {
    const holders = waiting.holders?.length ?? 0;
    return { kind: 'semaphore', name: waiting.semaphore, holders };
  }
  const [first] = mutex?.waiting ?? [];
  return first?.mutex
    ? { kind: 'mutex', name: first.mutex, holders: first.holder ? 1 : 0 }
    : undefined;
}

import type { Workflow } from '../manifest/workflow';

/** What Argo says of a part of a workflow, as far as it is read here. */
export interface NodeStatus {
  readonly id: string;
  readonly name: string;
  readonly displayName?: string;
  readonly type: string;
  readonly templateName?: string;
  readonly boundaryID?: string;
}

/** Whose try a node is. */
export interface PodOfNode {
  readonly pod: string;
  /** Tries before it. */
  readonly retries: number;
  readonly worker: number;
}

/**
 * Argo names a node by the way to it: `flight-1.train-model(1)` is the second try of
 * a task, `flight-1.train-model(1).worker-0` one machine of it. Names of workflows
 * and tasks of ours hold no dots. Undefined for nodes that are no try of a pod.
 *
 * @param podOf - the pod of each task, since a task's name is not always its pod's
 */
export function podOfNode(
  { name, type }: Pick<NodeStatus, 'name' | 'type'>,
  podOf: (task: string) => string | undefined,
): PodOfNode | undefined {
  if (type !== 'Pod') return undefined;
  const found = NODE.exec(name);
  if (!found) return undefined;
  const [, task, retries, worker = '0'] = found;
  const pod = podOf(task);
  return pod === undefined
    ? undefined
    : { pod, retries: Number(retries), worker: Number(worker) };
}

const NODE = /^[^.]+\.([a-z0-9-]+)\(([0-9]+)\)(?:\.worker-([0-9]+))?$/;

const LONGEST_PREFIX = 242;

/**
 * The name of a node's pod, which nodes do not say. Source: workflow/util/pod_name.go,
 * GeneratePodName in version v2, Argo 3.4 and later.
 */
export function podName(
  workflow: Workflow['metadata']['name'],
  { name, templateName = '' }: Pick<NodeStatus, 'name' | 'templateName'>,
): string {
  if (workflow === name) return workflow;
  const prefix = templateName ? `${workflow}-${templateName}` : workflow;
  return `${prefix.slice(0, LONGEST_PREFIX)}-${fnv1a(name)}`;
}

/** FNV-1a of 32 bits, of text that is ASCII. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const sign of text) {
    // eslint-disable-next-line no-bitwise
    hash = Math.imul(hash ^ sign.charCodeAt(0), 0x01000193);
  }
  // eslint-disable-next-line no-bitwise
  return hash >>> 0;
}

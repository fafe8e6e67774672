import { z } from 'zod';
import { tasksOf } from '../outline/decompileWorkflow';
import { podName, podOfNode } from './podOfNode';

/** One try of a pod. */
export interface PodTry {
  /** Tries before it. */
  readonly retries: number;
  /** From 0; several have the same try where machines work together. */
  readonly worker: number;
  readonly node: string;
  /** As Kubernetes knows it. */
  readonly podName: string;
  /** Argo's: Pending, Running, Succeeded, Failed, Error, Omitted, Skipped. */
  readonly phase: string;
  /** What Argo or Kubernetes says of it, such as `main: OOMKilled (exit code 137)`. */
  readonly message?: string;
  /** Of the main container; absent where it did not end. */
  readonly exitCode?: number;
  readonly startedAt?: string;
  readonly finishedAt?: string;
}

export interface PodProgress {
  readonly pod: string;
  readonly steps: readonly string[];
  /** Of all its tries together; absent while Argo has not come to it. */
  readonly phase?: string;
  readonly message?: string;
  readonly tries: readonly PodTry[];
  /** Whose output counts: the retries of the try that Argo deems successful. */
  readonly successful?: number;
}

export interface WorkflowProgress {
  /** Argo's; empty while no controller has looked at it. */
  readonly phase: string;
  readonly message?: string;
  /** What somebody waits for, in the words of Argo and Kubernetes, once each. */
  readonly waits: readonly {
    readonly pod?: string;
    readonly because: string;
  }[];
  readonly pods: readonly PodProgress[];
}

export type ProgressOutcome =
  | { readonly outcome: 'progress'; readonly progress: WorkflowProgress }
  | { readonly outcome: 'unreadable'; readonly because: string };

/**
 * What a cluster says of a workflow, told by our pods and steps.
 *
 * @param value - the workflow with its status; compressed or offloaded nodes have
 *   been put in their place
 */
export function readProgress(value: unknown): ProgressOutcome {
  const parsed = workflow.safeParse(value);
  const tasks = tasksOf(value);
  if (!parsed.success || !tasks) {
    return {
      outcome: 'unreadable',
      because: parsed.success
        ? 'it is no workflow of ours'
        : `${parsed.error.issues[0].path.join('.')}: ${parsed.error.issues[0].message}`,
    };
  }
  const { metadata, status } = parsed.data;
  const nodes = Object.values(status.nodes);
  const podOf = new Map(tasks.map(({ task, pod }) => [task, pod]));
  const tries = triesByPod(metadata.name, nodes, podOf);
  const whole = new Map(nodes.map(node => [node.name, node] as const));
  const pods = tasks.map(({ task, pod, steps }): PodProgress => {
    const node = whole.get(`${metadata.name}.${task}`);
    const own = tries.get(pod) ?? [];
    const last = Math.max(-1, ...own.map(({ retries }) => retries));
    return {
      pod,
      steps,
      ...(node && { phase: node.phase }),
      ...(node?.message && { message: node.message }),
      tries: own,
      ...(node?.phase === 'Succeeded' && last >= 0 && { successful: last }),
    };
  });
  return {
    outcome: 'progress',
    progress: {
      phase: status.phase,
      ...(status.message && { message: status.message }),
      waits: waitsOf(status, pods),
      pods,
    },
  };
}

const node = z.looseObject({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  templateName: z.string().optional(),
  phase: z.string().default(''),
  message: z.string().optional(),
  startedAt: z.string().nullish(),
  finishedAt: z.string().nullish(),
  outputs: z.looseObject({ exitCode: z.string().optional() }).optional(),
});
type ReadNode = z.output<typeof node>;

const statusOf = z.looseObject({
  phase: z.string().default(''),
  message: z.string().optional(),
  nodes: z.record(z.string(), node).default({}),
});

const workflow = z.looseObject({
  metadata: z.looseObject({ name: z.string() }),
  status: statusOf.prefault({}),
});

function triesByPod(
  name: string,
  nodes: readonly ReadNode[],
  podOf: ReadonlyMap<string, string>,
): ReadonlyMap<string, readonly PodTry[]> {
  const tries = new Map<string, PodTry[]>();
  for (const one of nodes) {
    const found = podOfNode(one, task => podOf.get(task));
    if (!found) continue;
    const { pod, retries, worker } = found;
    const exitCode = one.outputs?.exitCode;
    const own = tries.get(pod) ?? [];
    own.push({
      retries,
      worker,
      node: one.id,
      podName: podName(name, one),
      phase: one.phase,
      ...(one.message && { message: one.message }),
      ...(exitCode !== undefined && { exitCode: Number(exitCode) }),
      ...(one.startedAt && { startedAt: one.startedAt }),
      ...(one.finishedAt && { finishedAt: one.finishedAt }),
    });
    tries.set(pod, own);
  }
  for (const own of tries.values()) {
    own.sort((a, b) => a.retries - b.retries || a.worker - b.worker);
  }
  return tries;
}

/** `Waiting for …` of a lock is said of the workflow; the rest of pods that are not there yet. */
function waitsOf(
  { phase, message }: z.output<typeof statusOf>,
  pods: readonly PodProgress[],
): WorkflowProgress['waits'] {
  const whole =
    message && (phase === '' || phase === 'Pending')
      ? [{ because: message }]
      : [];
  const ofPods = pods.flatMap(({ pod, phase: ofAll, message: said, tries }) => {
    const pending = tries
      .filter(one => one.phase === 'Pending' && one.message)
      .map(one => one.message ?? '');
    const between = ofAll === 'Running' && said ? [said] : [];
    return [...new Set([...pending, ...between])].map(because => ({
      pod,
      because,
    }));
  });
  return [...whole, ...ofPods];
}

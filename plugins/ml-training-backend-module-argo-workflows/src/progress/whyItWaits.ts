import type { CachedNode, CachedWorkflow } from '../cache/cachedWorkflow';

/*
 * What Argo and Kubernetes say of a workflow that does not go on, in words. The
 * words change only when the reason does: each change is written to the record.
 */

export type Progress =
  | { readonly state: 'running' }
  | { readonly state: 'pending'; readonly because: string };

export interface Surroundings {
  /** Those of the same place that have not ended. */
  readonly others: Iterable<CachedWorkflow>;
  /** By name of a pod: what the cluster complained of lately; asked for where it is needed. */
  readonly complaints: () => ReadonlyMap<string, string>;
  readonly podNameOf: (node: CachedNode) => string;
  readonly now: Date;
  /** Where it is, for people. */
  readonly where: string;
}

/** The controller looks at what is new at once, when it is well. */
const CONTROLLER_SILENT_MILLISECONDS = 30_000;

/** Of a workflow that has not ended. */
export function progressOf(
  workflow: CachedWorkflow,
  around: Surroundings,
): Progress {
  const { pods = [], phase } = workflow;
  if (pods.some(node => node.phase === 'Running')) return { state: 'running' };
  const because =
    (workflow.suspended && SUSPENDED) ||
    (phase === '' && untouched(workflow, around)) ||
    (workflow.lock && lockWords(workflow, around.others)) ||
    podWords(workflow, around) ||
    waitWords(workflow) ||
    workflowWords(workflow);
  // Between two pods nothing waits: Argo is about to make the next.
  return because ? { state: 'pending', because } : { state: 'running' };
}

const SUSPENDED = 'It was suspended in Argo. Resume it there, or stop the run.';

function untouched(
  { createdAt }: CachedWorkflow,
  around: Surroundings,
): string {
  const age = around.now.getTime() - createdAt;
  return age < CONTROLLER_SILENT_MILLISECONDS
    ? 'Argo has taken it and has not looked at it yet.'
    : `The Argo controller has not looked at it yet, although it was handed over a while ago. Ask who operates ${around.where} whether the workflow-controller runs and watches this namespace.`;
}

/** Argo gives a lock by priority, then by age. */
function lockWords(
  workflow: CachedWorkflow,
  others: Iterable<CachedWorkflow>,
): string | undefined {
  const { lock } = workflow;
  if (!lock) return undefined;
  let ahead = 0;
  for (const other of others) {
    if (other.lock?.name === lock.name && isBefore(other, workflow)) ahead++;
  }
  const runs = lock.holders + ahead;
  const before = `${runs} ${runs === 1 ? 'run' : 'runs'} before it`;
  return lock.kind === 'semaphore'
    ? `It waits for its turn under the quota: ${before}.`
    : `It waits until no other run of its pipeline is under way: ${before}.`;
}

function isBefore(one: CachedWorkflow, other: CachedWorkflow): boolean {
  if (one.priority !== other.priority) return one.priority > other.priority;
  if (one.createdAt !== other.createdAt) return one.createdAt < other.createdAt;
  return one.name < other.name;
}

function podWords(
  { pods = [] }: CachedWorkflow,
  around: Surroundings,
): string | undefined {
  const waiting = pods.filter(({ phase }) => phase === 'Pending');
  const words = waiting.map(node => waitingPod(node, around));
  // One that needs somebody goes before one that is being prepared.
  return words.find(({ isStuck }) => isStuck)?.words ?? words[0]?.words;
}

interface PodWords {
  readonly words: string;
  readonly isStuck: boolean;
}

/** What stands before the colon is a reason of Kubernetes; the rest is its own text. */
const REASONS: readonly (readonly [RegExp, (text: string) => string])[] = [
  [
    /^(?:Unschedulable|FailedScheduling)\b/,
    text => `no node of the cluster has room for its pod (${text})`,
  ],
  [
    /^(?:ErrImagePull|ImagePullBackOff|ErrImageNeverPull|InvalidImageName)\b|^Failed: .*pull/i,
    text => `its image cannot be pulled (${text})`,
  ],
  [
    /^CreateContainerConfigError\b|^Failed: Error: (?:secret|configmap|couldn't find key)/i,
    text =>
      `a Secret or a key of one that its pod names is missing in the namespace (${text})`,
  ],
  [/^FailedMount\b/, text => `a volume of its pod cannot be mounted (${text})`],
  [
    /exceeded quota|forbidden.*quota/i,
    text => `the quota of the namespace is used up (${text})`,
  ],
];

function waitingPod(node: CachedNode, around: Surroundings): PodWords {
  const step = stepOf(node);
  const { lock } = node;
  if (lock)
    return { words: `${step} waits for the lock ${lock}.`, isStuck: false };
  const stuck =
    reasonIn(node.message) ??
    reasonIn(around.complaints().get(around.podNameOf(node)));
  if (stuck) return { words: `${step}: ${stuck}.`, isStuck: true };
  return {
    words: /^PodInitializing\b/.test(node.message)
      ? `${step}: what it needs is being fetched into its pod.`
      : `${step}: its pod is being made.`,
    isStuck: false,
  };
}

function reasonIn(said = ''): string | undefined {
  const text = said.replace(/\s+/g, ' ').trim();
  const reason = REASONS.find(([pattern]) => pattern.test(text));
  return reason?.[1](shortened(text));
}

function waitWords({ waits }: CachedWorkflow): string | undefined {
  for (const node of waits) {
    const { message, lock } = node;
    if (lock) return `${stepOf(node)} waits for the lock ${lock}.`;
    if (/^Backoff for\b/.test(message)) {
      return `${stepOf(node)}: a pause before it is tried again.`;
    }
    if (/parallelism/i.test(message)) {
      return `${stepOf(node)} waits until fewer pods of the run are at work.`;
    }
  }
  return undefined;
}

function workflowWords({ phase, message }: CachedWorkflow): string | undefined {
  if (/too many workflows are already running/i.test(message)) {
    return 'It waits: Argo executes no more workflows at a time than it does now (its parallelism).';
  }
  if (message === '')
    return phase === 'Pending' ? 'Argo has it in its queue.' : undefined;
  return `${phase}: ${shortened(message)}`;
}

/** `train-model(1)` is the second try of train-model. */
function stepOf({ displayName, name }: CachedNode): string {
  return (displayName || name).replace(/\(\d+\)$/, '');
}

function shortened(text: string): string {
  return text.length > 300 ? `${text.slice(0, 299)}…` : text;
}

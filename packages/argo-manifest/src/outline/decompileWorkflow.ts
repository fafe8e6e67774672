import { z } from 'zod';
import {
  digestOfJson,
  podWork,
  type Json,
} from '@trainyard/backstage-plugin-ml-training-common';
import { MARK, WORKFLOW_FORM } from '../manifest/marks';
import { TAG } from '../manifest/tags';
import { plainText } from '../text/kubeletText';
import type { OutlinedPod, WorkflowOutline } from './workflowOutline';

export type DecompileOutcome =
  | { readonly outcome: 'workflow'; readonly outline: WorkflowOutline }
  | { readonly outcome: 'not ours'; readonly because: string };

/**
 * Reads what a workflow is about out of what a cluster holds of it. Expected are
 * workflows of others, of another release, and such as somebody has changed.
 */
export function decompileWorkflow(value: unknown): DecompileOutcome {
  const marks = marked.safeParse(value);
  if (!marks.success) {
    return notOurs('it has no annotations of ours, such as trainyard.dev/run');
  }
  const { annotations } = marks.data.metadata;
  const form = annotations[MARK.form];
  if (form !== WORKFLOW_FORM) {
    return notOurs(
      `expected a workflow written in form ${WORKFLOW_FORM}, found ${form}: another release of Trainyard made it`,
    );
  }
  const read = workflow.safeParse(value);
  if (!read.success) {
    const [issue] = read.error.issues;
    return notOurs(
      `it was changed since it was made: ${issue.path.join('.')}: ${issue.message}`,
    );
  }
  const outline = readOutline(annotations, read.data.spec.templates);
  if (typeof outline === 'string') return notOurs(outline);
  if (digestOfJson(outline as unknown as Json) !== annotations[MARK.outline]) {
    return notOurs('it was changed since it was made: its pods are others');
  }
  return { outcome: 'workflow', outline };
}

function notOurs(because: string): DecompileOutcome {
  return { outcome: 'not ours', because };
}

const marked = z.looseObject({
  metadata: z.looseObject({
    annotations: z.looseObject({
      [MARK.form]: z.string(),
      [MARK.run]: z.string(),
      [MARK.attempt]: z.string().regex(/^[1-9][0-9]*$/),
      [MARK.pipeline]: z.string(),
      [MARK.namespace]: z.string(),
      [MARK.plan]: z.string(),
      [MARK.outline]: z.string(),
    }),
  }),
});
type Annotations = z.output<typeof marked>['metadata']['annotations'];

const parameter = z.looseObject({ name: z.string(), value: z.string() });
const task = z.looseObject({
  name: z.string(),
  template: z.string(),
  depends: z.string().optional(),
  arguments: z
    .looseObject({ parameters: z.array(parameter).default([]) })
    .optional(),
});
type ReadTask = z.output<typeof task>;

const template = z.looseObject({
  name: z.string(),
  retryStrategy: z
    .looseObject({ limit: z.union([z.string(), z.number()]) })
    .optional(),
  dag: z.looseObject({ tasks: z.array(task) }).optional(),
  container: z
    .looseObject({
      image: z.string(),
      command: z.array(z.string()),
      env: z
        .array(
          z.looseObject({ name: z.string(), value: z.string().optional() }),
        )
        .default([]),
      resources: z.looseObject({
        requests: z.looseObject({ cpu: z.string() }),
        limits: z.record(z.string(), z.string()),
      }),
    })
    .optional(),
});
type ReadTemplate = z.output<typeof template>;

const workflow = z.looseObject({
  spec: z.looseObject({ templates: z.array(template) }),
});

function readOutline(
  annotations: Annotations,
  templates: readonly ReadTemplate[],
): WorkflowOutline | string {
  const byName = new Map(templates.map(one => [one.name, one]));
  const tasks = byName.get('run')?.dag?.tasks;
  if (!tasks) return 'it was changed since it was made: it has no graph `run`';
  const pods: OutlinedPod[] = [];
  const podOf = new Map<string, string>();
  for (const one of tasks) {
    const pod = readPod(one, byName);
    if (typeof pod === 'string') return pod;
    podOf.set(one.name, pod.name);
    pods.push({
      ...pod,
      dependsOn: dependencies(one).map(name => podOf.get(name) ?? name),
    });
  }
  return {
    run: annotations[MARK.run],
    attempt: Number(annotations[MARK.attempt]),
    namespace: annotations[MARK.namespace],
    pipeline: annotations[MARK.pipeline],
    planDigest: annotations[MARK.plan],
    pods,
  };
}

function readPod(
  one: ReadTask,
  byName: ReadonlyMap<string, ReadTemplate>,
): OutlinedPod | string {
  const unreadable = `it was changed since it was made: task ${one.name} cannot be read`;
  const outer = byName.get(one.template);
  const first = outer?.dag?.tasks[0];
  const inner = first ? byName.get(first.template) : outer;
  const container = inner?.container;
  if (!outer || !container) return unreadable;
  const parameters = new Map(
    (first ?? one).arguments?.parameters.map(({ name, value }) => [
      name,
      value,
    ]),
  );
  const request = container.env.find(({ name }) => name === 'TRAINYARD_POD');
  const work = readWork(parameters.get('work') ?? workOf(request?.value));
  if (!work || work.kind === 'exit') return unreadable;
  const command = readCommand(parameters.get('command'));
  if (work.kind === 'command' && !command) return unreadable;
  const { memory, ...others } = container.resources.limits;
  const [gpu] = Object.values(others);
  return {
    ...(work.kind === 'builtin'
      ? {
          name: work.pod,
          kind: 'builtin',
          steps: work.steps,
          image: container.image,
          command: container.command,
          workers: 1,
        }
      : {
          name: work.step,
          kind: 'command',
          steps: [work.step],
          image: parameters.get('image') ?? container.image,
          command: command ?? [],
          workers: outer.dag?.tasks.length ?? 1,
        }),
    dependsOn: [],
    resources: {
      cpu: container.resources.requests.cpu,
      memory,
      ...(gpu !== undefined && { gpu }),
    },
    retries: Number(outer.retryStrategy?.limit ?? 0),
  };
}

/** The tasks of a workflow's graph, each with its pod; undefined where it is none of ours. */
export function tasksOf(value: unknown):
  | readonly {
      readonly task: string;
      readonly pod: string;
      readonly steps: readonly string[];
    }[]
  | undefined {
  const read = workflow.safeParse(value);
  if (!read.success) return undefined;
  const byName = new Map(read.data.spec.templates.map(one => [one.name, one]));
  const pods = byName.get('run')?.dag?.tasks.map(one => {
    const pod = readPod(one, byName);
    return typeof pod === 'string'
      ? undefined
      : { task: one.name, pod: pod.name, steps: pod.steps };
  });
  return pods?.every(pod => pod !== undefined) ? pods : undefined;
}

/** The part of TRAINYARD_POD that says what the pod is there for. */
function workOf(request: string | undefined): string | undefined {
  if (request === undefined || request.includes(TAG.input('work'))) {
    return undefined;
  }
  const value = parsed(request);
  return typeof value === 'object' && value !== null && 'work' in value
    ? JSON.stringify(value.work)
    : undefined;
}

function readWork(text: string | undefined) {
  return text === undefined ? undefined : podWork.safeParse(parsed(text)).data;
}

function readCommand(text: string | undefined): string[] | undefined {
  if (text === undefined) return undefined;
  return z.array(z.string()).safeParse(parsed(text)).data?.map(plainText);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `prepare.Succeeded && (train-model.Succeeded || …)`: the tasks, once each. */
function dependencies({ depends = '' }: ReadTask): string[] {
  return [...depends.matchAll(/([A-Za-z0-9-]+)\.Succeeded/g)].map(
    ([, name]) => name,
  );
}

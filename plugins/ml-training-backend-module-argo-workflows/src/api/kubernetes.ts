import { z } from 'zod';
import { errorOfStatus, isFault } from './apiError';
import { newestComplaints, POD_COMPLAINTS } from './clusterEvents';
import { HttpClient, type Credentials } from './httpClient';
import { framesOf } from './lines';
import type { PodLog, WorkflowApi, WorkflowEvent } from './workflowApi';
import { readWorkflow } from './workflowDocument';

const PAGE = '200';
/** The server ends a watch then, so that a broken one is not taken for a quiet one. */
const WATCH_SECONDS = 300;
/** Bookmarks come about once a minute. */
const WATCH_SILENCE_MILLISECONDS = 150_000;
/** What a command says may be long in coming. */
const LOG_SILENCE_MILLISECONDS = 3_600_000;

const listing = z.looseObject({
  metadata: z.looseObject({
    resourceVersion: z.string().default(''),
    continue: z.string().nullish(),
  }),
  items: z.array(z.unknown()).nullish(),
});

const watched = z.looseObject({
  type: z.string(),
  object: z.looseObject({
    metadata: z
      .looseObject({ resourceVersion: z.string().optional() })
      .nullish(),
    code: z.number().nullish(),
    message: z.string().nullish(),
  }),
});

const review = z.looseObject({
  status: z.looseObject({ allowed: z.boolean().default(false) }),
});

/** What the engine asks of Kubernetes: docs/how-to/argo/rbac.yaml grants just that. */
export const NEEDED_RIGHTS = [
  ...['create', 'get', 'list', 'watch', 'patch'].map(verb => ({
    verb,
    group: 'argoproj.io',
    resource: 'workflows',
  })),
  { verb: 'list', group: '', resource: 'pods' },
  { verb: 'get', group: '', resource: 'pods', subresource: 'log' },
  { verb: 'list', group: '', resource: 'events' },
] as const;

export interface KubernetesServer {
  /** Such as `https://10.0.0.1:6443`. */
  readonly url: string;
  readonly namespace: string;
  readonly credentials: Credentials;
  readonly now: () => Date;
}

/** Workflows over the API of Kubernetes itself: needs no Argo Server. */
export function kubernetesApi(server: KubernetesServer): WorkflowApi {
  const { url, namespace } = server;
  const http = new HttpClient(url, server.credentials);
  const place = encodeURIComponent(namespace);
  const workflows = `/apis/argoproj.io/v1alpha1/namespaces/${place}/workflows`;
  const core = `/api/v1/namespaces/${place}`;
  const one = (name: string) => `${workflows}/${encodeURIComponent(name)}`;

  async function* pagesOf(path: string, query: Record<string, string>) {
    let next: string | undefined;
    do {
      const page = listing.parse(
        await http.json({
          method: 'GET',
          path,
          query: { ...query, limit: PAGE, continue: next },
        }),
      );
      yield page;
      next = page.metadata.continue || undefined;
    } while (next !== undefined);
  }

  async function everyItem(path: string, query: Record<string, string>) {
    const items: unknown[] = [];
    let version = '';
    for await (const page of pagesOf(path, query)) {
      items.push(...(page.items ?? []));
      version = page.metadata.resourceVersion;
    }
    return { items, version };
  }

  const create = async (workflow: object, query?: Record<string, string>) =>
    readWorkflow(
      await http.json({
        method: 'POST',
        path: workflows,
        query,
        body: workflow,
      }),
    );

  const patch = async (name: string, spec: object) => {
    await http.json({
      method: 'PATCH',
      path: one(name),
      contentType: 'application/merge-patch+json',
      body: { spec },
    });
  };

  return {
    where: `Kubernetes ${url}`,

    create: workflow => create(workflow),

    get: name =>
      orNone(async () =>
        readWorkflow(await http.json({ method: 'GET', path: one(name) })),
      ),

    async list(labelSelector) {
      const { items, version } = await everyItem(workflows, { labelSelector });
      return { items: items.map(readWorkflow), version };
    },

    async *watch(labelSelector, version, signal) {
      const stream = http.stream(
        {
          method: 'GET',
          path: workflows,
          query: {
            labelSelector,
            watch: 'true',
            allowWatchBookmarks: 'true',
            resourceVersion: version,
            timeoutSeconds: `${WATCH_SECONDS}`,
          },
        },
        { silenceMilliseconds: WATCH_SILENCE_MILLISECONDS, signal },
      );
      for await (const frame of framesOf(stream)) {
        const event = eventOf(JSON.parse(frame));
        if (event) yield event;
      }
    },

    // A suspended workflow is not looked at, and would never stop.
    stop: name => patch(name, { shutdown: 'Stop', suspend: null }),
    terminate: name => patch(name, { shutdown: 'Terminate', suspend: null }),

    async delete(name) {
      await orNone(() => http.json({ method: 'DELETE', path: one(name) }));
    },

    podLog: ({ pod, container, follow, signal }: PodLog) =>
      http.stream(
        {
          method: 'GET',
          path: `${core}/pods/${encodeURIComponent(pod)}/log`,
          query: { container, follow: `${follow}` },
        },
        { silenceMilliseconds: LOG_SILENCE_MILLISECONDS, signal },
      ),

    async livePods(workflow) {
      const { items } = await everyItem(`${core}/pods`, {
        labelSelector: `workflows.argoproj.io/workflow=${workflow}`,
        fieldSelector: 'status.phase!=Succeeded,status.phase!=Failed',
      });
      return items.length;
    },

    async podComplaints() {
      const { items } = await everyItem(`${core}/events`, {
        fieldSelector: POD_COMPLAINTS,
      });
      return newestComplaints(items, server.now());
    },

    // Argo's archive is a database, which Kubernetes knows nothing of.
    archived: async () => undefined,

    async tryOut(workflow) {
      await create(workflow, {
        dryRun: 'All',
        fieldValidation: 'Strict',
      }).catch(exceptThatItIsThere);
    },

    async missingRights() {
      const allowed = await Promise.all(
        NEEDED_RIGHTS.map(async right => {
          const answer = await http.json({
            method: 'POST',
            path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
            body: {
              apiVersion: 'authorization.k8s.io/v1',
              kind: 'SelfSubjectAccessReview',
              spec: { resourceAttributes: { namespace, ...right } },
            },
          });
          return review.parse(answer).status.allowed;
        }),
      );
      return NEEDED_RIGHTS.filter((_, i) => !allowed[i]).map(rightInWords);
    },

    close: () => http.close(),
  };
}

function rightInWords(right: (typeof NEEDED_RIGHTS)[number]): string {
  const { verb, group, resource } = right;
  const part = 'subresource' in right ? `/${right.subresource}` : '';
  return `${verb} ${resource}${part}${group === '' ? '' : `.${group}`}`;
}

/** @throws ApiError for an event that is an error, 'expired' for 410 */
function eventOf(value: unknown): WorkflowEvent | undefined {
  const { type, object } = watched.parse(value);
  switch (type) {
    case 'ADDED':
    case 'MODIFIED':
      return { event: 'seen', workflow: readWorkflow(object) };
    case 'DELETED':
      return { event: 'left', workflow: readWorkflow(object) };
    case 'BOOKMARK': {
      const version = object.metadata?.resourceVersion;
      return version === undefined ? undefined : { event: 'mark', version };
    }
    default:
      throw errorOfStatus(
        object.code ?? 500,
        object.message ?? 'the watch ended with an error',
      );
  }
}

/** One of that name would have been taken. */
export function exceptThatItIsThere(error: unknown): void {
  if (!isFault(error, 'conflict')) throw error;
}

export async function orNone<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (isFault(error, 'not found')) return undefined;
    throw error;
  }
}

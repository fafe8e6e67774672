import { z } from 'zod';
import { ApiError, errorOfStatus, isAbort, isFault } from './apiError';
import { newestComplaints, POD_COMPLAINTS } from './clusterEvents';
import { HttpClient, type Call, type Credentials } from './httpClient';
import { exceptThatItIsThere, orNone } from './kubernetes';
import { framesOf } from './lines';
import type { PodLog, WorkflowApi, WorkflowEvent } from './workflowApi';
import { hasFinished, readWorkflow } from './workflowDocument';

const PAGE = 200;
/** Asked for by exactly this, the Argo Server gives a sign of life every 15 s. */
const SIGNS_OF_LIFE = 'text/event-stream';
const SILENCE_MILLISECONDS = 45_000;
/** Events are to be had as a stream only: those that are there come at once. */
const EVENTS_MILLISECONDS = 700;

const listing = z.looseObject({
  metadata: z
    .looseObject({
      resourceVersion: z.string().default(''),
      continue: z.string().nullish(),
      remainingItemCount: z.coerce.number().nullish(),
    })
    .default({ resourceVersion: '' }),
  items: z.array(z.unknown()).nullish(),
});

const frameError = z.looseObject({
  http_code: z.number().nullish(),
  message: z.string().nullish(),
});
const frame = z.union([
  z.strictObject({ result: z.looseObject({}) }),
  z.strictObject({ error: frameError }),
]);
/** How the Argo Server tells that Kubernetes ended a watch, which it does at will. */
const CLOSED = 'EOF';

const watched = z.looseObject({ type: z.string(), object: z.unknown() });
const entry = z.looseObject({ content: z.string().default('') });

export interface ArgoServer {
  /** Such as `https://argo.example.com`. */
  readonly url: string;
  readonly namespace: string;
  readonly credentials: Credentials;
  readonly now: () => Date;
}

/** Workflows over the Argo Server, which also knows the archive and offloaded nodes. */
export function argoServerApi(server: ArgoServer): WorkflowApi {
  const { url, namespace } = server;
  const http = new HttpClient(url, server.credentials);
  const place = encodeURIComponent(namespace);
  const workflows = `/api/v1/workflows/${place}`;
  const one = (name: string) => `${workflows}/${encodeURIComponent(name)}`;

  async function* results(call: Call, signal: AbortSignal) {
    const stream = http.stream(call, {
      accept: SIGNS_OF_LIFE,
      silenceMilliseconds: SILENCE_MILLISECONDS,
      signal,
    });
    for await (const text of framesOf(stream)) {
      const value = frame.parse(JSON.parse(text));
      if ('result' in value) yield value.result;
      else if (value.error.message === CLOSED) return;
      else throw errorOfFrame(value.error);
    }
  }

  const act = (name: string, action: string) =>
    http.json({
      method: 'PUT',
      path: `${one(name)}/${action}`,
      body: { namespace, name },
    });

  /** Who is done already needs no end. */
  const end = async (name: string, action: 'stop' | 'terminate') => {
    const found = await get(name);
    if (!found || hasFinished(found)) return;
    await act(name, action).catch(async error => {
      const now = await get(name);
      if (now && !hasFinished(now)) throw error;
    });
    // A suspended workflow is not looked at; resumed before, it would begin something.
    if (found.spec.suspend) await act(name, 'resume');
  };

  const get = (name: string) =>
    orNone(async () =>
      readWorkflow(await http.json({ method: 'GET', path: one(name) })),
    );

  return {
    where: `Argo Server ${url}`,

    create: async workflow =>
      readWorkflow(
        await http.json({
          method: 'POST',
          path: workflows,
          body: { namespace, workflow },
        }),
      ),

    get,

    async list(labelSelector) {
      const items: unknown[] = [];
      for (;;) {
        const page = listing.parse(
          await http.json({
            method: 'GET',
            path: workflows,
            query: {
              'listOptions.labelSelector': labelSelector,
              'listOptions.limit': `${PAGE}`,
              'listOptions.continue': `${items.length}`,
              // Without it some releases never say that there is more.
              'listOptions.fieldSelector': 'ext.showRemainingItemCount=true',
            },
          }),
        );
        const found = page.items ?? [];
        items.push(...found);
        const {
          continue: next,
          remainingItemCount,
          resourceVersion,
        } = page.metadata;
        const more = Boolean(next) || (remainingItemCount ?? 0) > 0;
        if (found.length === 0 || !more) {
          return { items: items.map(readWorkflow), version: resourceVersion };
        }
      }
    },

    async *watch(labelSelector, version, signal) {
      const found = results(
        {
          method: 'GET',
          path: `/api/v1/workflow-events/${place}`,
          query: {
            'listOptions.labelSelector': labelSelector,
            'listOptions.resourceVersion': version,
          },
        },
        signal,
      );
      for await (const result of found) yield eventOf(result);
    },

    stop: name => end(name, 'stop'),
    terminate: name => end(name, 'terminate'),

    async delete(name) {
      await orNone(() => http.json({ method: 'DELETE', path: one(name) }));
    },

    async *podLog({ workflow, pod, container, follow, signal }: PodLog) {
      const said = results(
        {
          method: 'GET',
          path: `${one(workflow)}/log`,
          query: {
            podName: pod,
            'logOptions.container': container,
            'logOptions.follow': `${follow}`,
          },
        },
        signal,
      );
      for await (const result of said) {
        yield Buffer.from(`${entry.parse(result).content}\n`);
      }
    },

    // The Argo Server shows no pods.
    livePods: async () => undefined,

    async podComplaints() {
      const events: unknown[] = [];
      try {
        const found = results(
          {
            method: 'GET',
            path: `/api/v1/stream/events/${place}`,
            query: { 'listOptions.fieldSelector': POD_COMPLAINTS },
          },
          AbortSignal.timeout(EVENTS_MILLISECONDS),
        );
        for await (const event of found) events.push(event);
      } catch (error) {
        if (!isAbort(error)) throw error;
      }
      return newestComplaints(events, server.now());
    },

    archived: name =>
      orNone(async () =>
        readWorkflow(
          await http.json({
            method: 'GET',
            // The uid stands in the path, and may be missing where a name is given.
            path: '/api/v1/archived-workflows/',
            query: { namespace, name },
          }),
        ),
      ).catch(error => {
        // Without an archive nothing is archived.
        if (isFault(error, 'failed', 'invalid')) return undefined;
        throw error;
      }),

    async tryOut(workflow) {
      const ask = (path: string, body: object) =>
        http
          .json({ method: 'POST', path, body })
          .then(() => {}, exceptThatItIsThere);
      await ask(`${workflows}/lint`, { namespace, workflow }).catch(error => {
        // A fault of a manifest comes without a code of its own.
        if (!isFault(error, 'failed')) throw error;
        throw new ApiError('invalid', error.message, error.status);
      });
      await ask(workflows, { namespace, workflow, serverDryRun: true });
    },

    // The account that acts may be one of the Argo Server's own.
    missingRights: async () => undefined,

    close: () => http.close(),
  };
}

/** An error in the middle of a stream. */
function errorOfFrame(error: z.output<typeof frameError>): ApiError {
  const message = error.message ?? 'it does not say why';
  // The gateway has no code of its own for a version that is forgotten.
  const isExpired = /resource ?version.*too old|too old resource ?version/i;
  return errorOfStatus(
    isExpired.test(message) ? 410 : (error.http_code ?? 500),
    message,
  );
}

/** @throws ApiError */
function eventOf(value: unknown): WorkflowEvent {
  const { type, object } = watched.parse(value);
  const workflow = readWorkflow(object);
  return { event: type === 'DELETED' ? 'left' : 'seen', workflow };
}

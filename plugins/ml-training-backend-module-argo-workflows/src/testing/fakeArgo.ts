import { EventEmitter, once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createTlsServer } from 'node:https';

/** A Workflow as the fake keeps it: what Argo itself would write there. */
export interface FakeWorkflow {
  apiVersion?: string;
  kind?: string;
  metadata: {
    name: string;
    uid?: string;
    resourceVersion?: string;
    creationTimestamp?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  spec: Record<string, unknown>;
  status?: Record<string, unknown>;
}

export interface FakePod {
  readonly name: string;
  readonly workflow: string;
  phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed';
  /** By container: what it said. */
  readonly logs: Record<string, string>;
}

interface Change {
  readonly version: number;
  readonly before: FakeWorkflow | undefined;
  readonly after: FakeWorkflow | undefined;
}

export interface FakeOptions {
  readonly namespace?: string;
  readonly token?: string;
  readonly tls?: { readonly cert: string; readonly key: string };
  /** What happens right after one was created. */
  readonly onCreate?: (workflow: FakeWorkflow, argo: FakeArgo) => void;
  /** What happens when one is to stop; nothing by itself. */
  readonly onShutdown?: (
    workflow: FakeWorkflow,
    how: 'Stop' | 'Terminate',
    argo: FakeArgo,
  ) => void;
}

type Fault = { readonly status: number; readonly message: string };

const COMPLETED = 'workflows.argoproj.io/completed';

/**
 * Argo on loopback, without a controller: the API of Kubernetes and that of the
 * Argo Server over the same workflows, as far as the engine asks. A test plays the
 * controller.
 */
export class FakeArgo {
  readonly namespace: string;
  readonly workflows = new Map<string, FakeWorkflow>();
  readonly archive = new Map<string, FakeWorkflow>();
  readonly pods = new Map<string, FakePod>();
  readonly events: object[] = [];
  /** What was asked, such as `list workflows`. */
  readonly calls: string[] = [];
  /** Verbs and resources that the account lacks, such as `create workflows`. */
  readonly forbidden = new Set<string>();
  /** By what is asked, such as `create workflows`: the answer in its place. */
  readonly faults = new Map<string, Fault>();
  hasDefinition = true;
  /** Whether connections are cut at once. */
  isDown = false;
  url = '';

  #version = 100;
  #changes: Change[] = [];
  #forgotten = 0;
  readonly #happened = new EventEmitter().setMaxListeners(0);
  readonly #streams = new Set<ServerResponse>();
  readonly #server;

  private constructor(private readonly options: FakeOptions) {
    this.namespace = options.namespace ?? 'training';
    const answer = (request: IncomingMessage, response: ServerResponse) => {
      void this.#answer(request, response);
    };
    this.#server = options.tls
      ? createTlsServer(options.tls, answer)
      : createServer(answer);
  }

  static async start(options: FakeOptions = {}): Promise<FakeArgo> {
    const argo = new FakeArgo(options);
    argo.#server.listen(0, '127.0.0.1');
    await once(argo.#server, 'listening');
    const { port } = argo.#server.address() as AddressInfo;
    argo.url = `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`;
    return argo;
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    if (this.#server.listening) await once(this.#server, 'close');
  }

  /** Puts one there, as if somebody had created it. */
  add(workflow: FakeWorkflow): FakeWorkflow {
    const { name } = workflow.metadata;
    const whole: FakeWorkflow = {
      ...workflow,
      metadata: {
        uid: `uid-${name}-${this.#version}`,
        creationTimestamp: new Date().toISOString(),
        ...workflow.metadata,
      },
    };
    this.#put(name, whole);
    return whole;
  }

  /** Changes one; labels say that it is completed where it is, as Argo does. */
  change(name: string, to: (workflow: FakeWorkflow) => FakeWorkflow): void {
    const found = this.workflows.get(name);
    if (!found) throw new Error(`The fake has no workflow ${name}.`);
    const next = to(structuredClone(found));
    const phase = `${next.status?.phase ?? ''}`;
    if (['Succeeded', 'Failed', 'Error'].includes(phase)) {
      next.metadata.labels = { ...next.metadata.labels, [COMPLETED]: 'true' };
    }
    this.#put(name, next);
  }

  setStatus(name: string, status: Record<string, unknown>): void {
    this.change(name, workflow => ({
      ...workflow,
      status: { ...workflow.status, ...status },
    }));
  }

  /** Deletes one behind everybody's back. */
  remove(name: string): void {
    this.#put(name, undefined);
  }

  /** What a pod says next. */
  say(pod: string, container: string, text: string): void {
    const found = this.pods.get(pod);
    if (!found) throw new Error(`The fake has no pod ${pod}.`);
    found.logs[container] = (found.logs[container] ?? '') + text;
    this.#happened.emit('happened');
  }

  endPod(pod: string, phase: 'Succeeded' | 'Failed' = 'Succeeded'): void {
    const found = this.pods.get(pod);
    if (found) found.phase = phase;
    this.#happened.emit('happened');
  }

  /** Whoever watches from before is told to list again. */
  forgetHistory(): void {
    this.#forgotten = this.#version;
    this.#changes = [];
  }

  /** Ends every stream where it is, in the middle of a line too. */
  breakStreams(): void {
    for (const stream of this.#streams) stream.destroy();
  }

  get openStreams(): number {
    return this.#streams.size;
  }

  #put(name: string, after: FakeWorkflow | undefined): void {
    const before = this.workflows.get(name);
    this.#version += 1;
    if (after) {
      after.metadata.resourceVersion = `${this.#version}`;
      this.workflows.set(name, after);
    } else {
      this.workflows.delete(name);
    }
    if (!before && !after) return;
    this.#changes.push({ version: this.#version, before, after });
    this.#happened.emit('happened');
  }

  async #answer(request: IncomingMessage, response: ServerResponse) {
    if (this.isDown) {
      request.socket.destroy();
      return;
    }
    const url = new URL(request.url ?? '/', this.url);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString('utf8');
    const asked: Asked = {
      method: request.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      body: text === '' ? {} : JSON.parse(text),
      accept: request.headers.accept ?? '',
      response,
    };
    const { token } = this.options;
    if (token && request.headers.authorization !== `Bearer ${token}`) {
      say(response, 401, 'Unauthorized');
      return;
    }
    const kubernetes =
      /^\/apis?\/(?:argoproj\.io|authorization|v1\/namespaces)/;
    const { path } = asked;
    if (kubernetes.test(path)) await this.#kubernetes(asked);
    else await this.#argoServer(asked);
  }

  /** @returns whether the call is to be answered; else it was */
  #admitted(what: string, asked: Asked, namespace: string): boolean {
    this.calls.push(what);
    const fault = this.faults.get(what);
    if (fault) {
      say(asked.response, fault.status, fault.message);
      return false;
    }
    if (this.forbidden.has(what)) {
      const [verb, resource] = what.split(' ');
      say(
        asked.response,
        403,
        `${resource}.argoproj.io is forbidden: User "portal" cannot ${verb} resource "${resource}" in API group "argoproj.io" in the namespace "${namespace}"`,
      );
      return false;
    }
    if (what.endsWith(' workflows') && !this.hasDefinition) {
      say(
        asked.response,
        404,
        'the server could not find the requested resource',
      );
      return false;
    }
    if (what === 'create workflows' && namespace !== this.namespace) {
      say(asked.response, 404, `namespaces "${namespace}" not found`);
      return false;
    }
    return true;
  }

  async #kubernetes(asked: Asked): Promise<void> {
    const { method, path, query, response } = asked;
    if (path.endsWith('/selfsubjectaccessreviews')) {
      const right = asked.body.spec?.resourceAttributes;
      const part = right?.subresource ? `/${right.subresource}` : '';
      const what = `${right?.verb} ${right?.resource}${part}`;
      this.calls.push('create selfsubjectaccessreviews');
      send(response, 201, { status: { allowed: !this.forbidden.has(what) } });
      return;
    }
    const found =
      /\/namespaces\/([^/]+)\/(workflows|pods|events)(?:\/([^/]+))?(\/log)?$/.exec(
        path,
      );
    if (!found) {
      say(response, 404, 'the server could not find the requested resource');
      return;
    }
    const [, namespace, kind, name, log] = found;
    const watches = query.get('watch') === 'true';
    const looks = watches ? 'watch' : 'list';
    const verbs: Readonly<Record<string, string>> = {
      GET: name ? 'get' : looks,
      POST: 'create',
      PATCH: 'patch',
      DELETE: 'delete',
    };
    const verb = verbs[method];
    const what = `${verb} ${kind}${log ? '/log' : ''}`;
    if (!this.#admitted(what, asked, namespace)) return;
    if (kind === 'events') {
      send(response, 200, { metadata: {}, items: this.events });
    } else if (kind === 'pods') {
      if (log) await this.#log(asked, name, raw => raw);
      else this.#listPods(asked);
    } else if (watches) {
      await this.#watch(
        asked,
        query.get('labelSelector') ?? '',
        frame => frame,
      );
    } else {
      this.#kubernetesWorkflow(asked, name);
    }
  }

  #kubernetesWorkflow(asked: Asked, name: string): void {
    const { method, query, body, response } = asked;
    if (method === 'GET' && !name) {
      const all = this.#selected(query.get('labelSelector') ?? '');
      const from = Number(query.get('continue') ?? 0);
      const limit = Number(query.get('limit') ?? all.length);
      const more = from + limit < all.length;
      send(response, 200, {
        metadata: {
          resourceVersion: `${this.#version}`,
          ...(more && { continue: `${from + limit}` }),
        },
        items: all.slice(from, from + limit),
      });
    } else if (method === 'POST') {
      this.#create(asked, body as FakeWorkflow, query.get('dryRun') === 'All');
    } else if (method === 'PATCH') {
      const found = this.workflows.get(name);
      if (!found) {
        notFound(response, name);
        return;
      }
      const { shutdown, suspend } = body.spec ?? {};
      this.change(name, workflow => {
        const { suspend: was, ...spec } = workflow.spec;
        const kept =
          suspend === null || was === undefined ? {} : { suspend: was };
        return { ...workflow, spec: { ...spec, ...kept, shutdown } };
      });
      this.#shutdown(name);
      send(response, 200, this.workflows.get(name) ?? found);
    } else {
      this.#one(asked, name, this.workflows.get(name));
    }
  }

  async #argoServer(asked: Asked): Promise<void> {
    const { method, path, query, body, response } = asked;
    const archived = /^\/api\/v1\/archived-workflows\/([^/]*)$/.exec(path);
    if (archived) {
      this.calls.push('get archived-workflows');
      const found = this.archive.get(query.get('name') ?? '');
      this.#one(asked, query.get('name') ?? '', found);
      return;
    }
    const stream =
      /^\/api\/v1\/(workflow-events|stream\/events)\/([^/]+)$/.exec(path);
    if (stream) {
      const kind = stream[1] === 'workflow-events' ? 'workflows' : 'events';
      if (!this.#admitted(`watch ${kind}`, asked, stream[2])) return;
      if (kind === 'events') {
        this.#open(asked);
        for (const event of this.events) {
          response.write(frameOf(asked, { result: event }));
        }
        return;
      }
      await this.#watch(
        asked,
        query.get('listOptions.labelSelector') ?? '',
        change =>
          change.type === 'ERROR'
            ? {
                error: {
                  grpc_code: 3,
                  http_code: 400,
                  message: change.object.message,
                },
              }
            : { result: change },
        'listOptions.resourceVersion',
      );
      return;
    }
    const found =
      /^\/api\/v1\/workflows\/([^/]+)(?:\/([^/]+))?(?:\/(stop|terminate|resume|log))?$/.exec(
        path,
      );
    if (!found) {
      say(response, 404, 'Not Found');
      return;
    }
    const [, namespace, name, action] = found;
    if (method === 'POST') {
      const lints = name === 'lint';
      const what = lints ? 'lint workflows' : 'create workflows';
      if (!this.#admitted(what, asked, namespace)) return;
      const { workflow, serverDryRun } = body;
      if (!workflow) say(response, 400, 'workflow body not specified');
      else if (lints) send(response, 200, workflow);
      else this.#create(asked, workflow, serverDryRun === true);
      return;
    }
    const verb =
      action ?? { GET: name ? 'get' : 'list', DELETE: 'delete' }[method];
    if (!this.#admitted(`${verb} workflows`, asked, namespace)) return;
    if (action === 'log') {
      const pod = query.get('podName') ?? '';
      await this.#log(asked, pod, text => {
        const lines = text.split('\n');
        if (lines.at(-1) === '') lines.pop();
        return lines
          .map(content => frameOf(asked, { result: { content, podName: pod } }))
          .join('');
      });
    } else if (action) {
      this.#act(asked, name, action);
    } else if (!name) {
      this.#argoList(asked);
    } else {
      const live = this.workflows.get(name);
      this.#one(asked, name, live ?? this.archive.get(name));
    }
  }

  /** As some releases do: there is no word of more pages unless one asks how many are left. */
  #argoList({ query, response }: Asked): void {
    const selector = query.get('listOptions.labelSelector') ?? '';
    const live = this.#selected(selector);
    const archived = [...this.archive.values()].filter(matcher(selector));
    const all = [...live, ...archived];
    const from = Number(query.get('listOptions.continue') || 0);
    const limit = Number(query.get('listOptions.limit') || all.length);
    const left = Math.max(0, all.length - from - limit);
    const counts = query
      .get('listOptions.fieldSelector')
      ?.includes('ext.showRemainingItemCount=true');
    send(response, 200, {
      metadata: {
        resourceVersion: `${this.#version}`,
        ...(counts && { remainingItemCount: `${left}` }),
        ...(counts && left > 0 && { continue: `${from + limit}` }),
      },
      items: all.slice(from, from + limit),
    });
  }

  #act({ response }: Asked, name: string, action: string): void {
    const found = this.workflows.get(name);
    if (!found) return notFound(response, name);
    if (action === 'resume') {
      this.change(name, workflow => {
        const { suspend: _, ...spec } = workflow.spec;
        return { ...workflow, spec };
      });
    } else if (found.metadata.labels?.[COMPLETED] === 'true') {
      return say(response, 500, 'cannot shutdown a completed workflow');
    } else {
      const shutdown = action === 'stop' ? 'Stop' : 'Terminate';
      this.change(name, workflow => ({
        ...workflow,
        spec: { ...workflow.spec, shutdown },
      }));
    }
    this.#shutdown(name);
    return send(response, 200, this.workflows.get(name) ?? found);
  }

  /** A suspended workflow is not looked at, as with Argo. */
  #shutdown(name: string): void {
    const found = this.workflows.get(name);
    const { shutdown, suspend } = found?.spec ?? {};
    if (!found || suspend || typeof shutdown !== 'string') return;
    const how = shutdown === 'Stop' ? 'Stop' : 'Terminate';
    this.options.onShutdown?.(found, how, this);
  }

  #create({ response }: Asked, workflow: FakeWorkflow, isDry: boolean): void {
    const { name } = workflow.metadata;
    if (this.workflows.has(name)) {
      say(response, 409, `workflows.argoproj.io "${name}" already exists`);
      return;
    }
    if (isDry) {
      send(response, 201, workflow);
      return;
    }
    const made = this.add(workflow);
    send(response, 201, made);
    this.options.onCreate?.(made, this);
  }

  #one(
    { method, response }: Asked,
    name: string,
    found: FakeWorkflow | undefined,
  ): void {
    if (!found) return notFound(response, name);
    if (method === 'DELETE') this.remove(name);
    return send(response, 200, found);
  }

  #listPods({ query, response }: Asked): void {
    const workflow = query.get('labelSelector')?.split('=')[1];
    const items = [...this.pods.values()]
      .filter(pod => pod.workflow === workflow)
      .filter(({ phase }) => phase === 'Pending' || phase === 'Running')
      .map(({ name, phase }) => ({ metadata: { name }, status: { phase } }));
    send(response, 200, { metadata: {}, items });
  }

  async #log(asked: Asked, name: string, frame: (text: string) => string) {
    const { query, response } = asked;
    const pod = this.pods.get(name);
    const option = (key: string) =>
      query.get(key) ?? query.get(`logOptions.${key}`);
    const container = option('container') ?? '';
    if (!pod) return notFound(response, name, 'pods');
    this.#open(asked);
    let said = 0;
    for (;;) {
      const text = pod.logs[container] ?? '';
      const isOver = pod.phase === 'Succeeded' || pod.phase === 'Failed';
      if (text.length > said) response.write(frame(text.slice(said)));
      said = text.length;
      if (isOver || option('follow') !== 'true') break;
      await this.#next(response);
      if (response.destroyed) return undefined;
    }
    return response.end();
  }

  async #watch(
    asked: Asked,
    selector: string,
    frame: (event: Told) => object,
    versionKey = 'resourceVersion',
  ): Promise<void> {
    const { query, response } = asked;
    const fits = matcher(selector);
    let next = Number(query.get(versionKey) ?? 0);
    this.#open(asked);
    while (!response.destroyed) {
      if (next < this.#forgotten) {
        const message = `too old resource version: ${next} (${this.#version})`;
        const object = { code: 410, message };
        response.end(frameOf(asked, frame({ type: 'ERROR', object })));
        return;
      }
      for (const change of this.#changes) {
        if (change.version <= next) continue;
        const told = toldOf(change, fits);
        if (told) response.write(frameOf(asked, frame(told)));
        next = change.version;
      }
      await this.#next(response);
    }
  }

  #open({ accept, response }: Asked): void {
    response.writeHead(200, { 'content-type': accept || 'application/json' });
    response.flushHeaders();
    this.#streams.add(response);
    response.once('close', () => this.#streams.delete(response));
  }

  async #next(response: ServerResponse): Promise<void> {
    const listening = new AbortController();
    const { signal } = listening;
    await Promise.race([
      once(this.#happened, 'happened', { signal }).catch(() => {}),
      once(response, 'close', { signal }).catch(() => {}),
    ]);
    listening.abort();
  }

  #selected(selector: string): FakeWorkflow[] {
    return [...this.workflows.values()].filter(matcher(selector));
  }
}

/** What the engine sends, of all that it may send. */
interface Body {
  readonly metadata?: FakeWorkflow['metadata'];
  readonly spec?: {
    readonly shutdown?: string;
    readonly suspend?: null;
    readonly resourceAttributes?: {
      readonly verb: string;
      readonly resource: string;
      readonly subresource?: string;
    };
  };
  readonly workflow?: FakeWorkflow;
  readonly serverDryRun?: boolean;
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Body;
  readonly accept: string;
  readonly response: ServerResponse;
}

type Told =
  | {
      readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
      readonly object: FakeWorkflow;
    }
  | {
      readonly type: 'ERROR';
      readonly object: { readonly code: number; readonly message: string };
    };

/** As Kubernetes does: who is not selected any more is told of as deleted, as it was before. */
function toldOf(
  { before, after }: Change,
  fits: (workflow: FakeWorkflow) => boolean,
): Told | undefined {
  const was = before !== undefined && fits(before);
  const is = after !== undefined && fits(after);
  if (is) return { type: was ? 'MODIFIED' : 'ADDED', object: after };
  return was ? { type: 'DELETED', object: before } : undefined;
}

function matcher(selector: string): (workflow: FakeWorkflow) => boolean {
  const terms = selector.split(',').filter(Boolean);
  return ({ metadata: { labels = {} } }) =>
    terms.every(term => {
      const [key, value] = term.split(/!?=/);
      if (term.includes('!=')) return labels[key] !== value;
      return value === undefined ? key in labels : labels[key] === value;
    });
}

function frameOf({ accept }: Asked, value: object): string {
  const text = JSON.stringify(value);
  return accept === 'text/event-stream' ? `data: ${text} \n\n` : `${text}\n`;
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function say(response: ServerResponse, status: number, message: string): void {
  send(response, status, { code: status, message });
}

function notFound(
  response: ServerResponse,
  name: string,
  kind = 'workflows.argoproj.io',
): void {
  say(response, 404, `${kind} "${name}" not found`);
}

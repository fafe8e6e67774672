import type { z } from 'zod';
import { contract, type Contract } from './contract';
import type { Route } from './route';

type Given<Shape> = Shape extends z.ZodUndefined
  ? {}
  : Shape extends z.ZodType
    ? z.input<Shape>
    : {};
type Parameters_<R> =
  R extends Route<infer Path, infer Query, infer Body, z.ZodType>
    ? Given<Path> & Given<Query> & Given<Body>
    : never;
type Answered<R> =
  R extends Route<z.ZodType, z.ZodType, z.ZodType, infer Response>
    ? z.output<Response>
    : never;

/** Parameters, query and body of a route in one object, as its shapes say. */
export type CallOf<Name extends keyof Contract> = Parameters_<Contract[Name]>;
export type AnswerOf<Name extends keyof Contract> = Answered<Contract[Name]>;

type NamesAnswering<Kind> = {
  [Name in keyof Contract]: Contract[Name]['answers'] extends infer Answers
    ? Kind extends 'json'
      ? Answers extends 'ndjson' | 'bytes'
        ? never
        : Name
      : Answers extends Kind
        ? Name
        : never
    : never;
}[keyof Contract];
export type JsonRoute = NamesAnswering<'json'>;
export type StreamRoute = NamesAnswering<'ndjson'>;

/** The service as another part of the portal calls it. */
export interface TrainingClient {
  /**
   * @throws TrainingError as the service answered, or where the answer is not what the contract says
   */
  call<Name extends JsonRoute>(
    name: Name,
    given: CallOf<Name>,
    options?: { readonly signal?: AbortSignal },
  ): Promise<AnswerOf<Name>>;
  /** Lines as they arrive; ends when the service ends it or the signal aborts. */
  stream<Name extends StreamRoute>(
    name: Name,
    given: CallOf<Name>,
    options?: { readonly signal?: AbortSignal },
  ): AsyncIterable<AnswerOf<Name>>;
  /** Where a browser downloads: needs the credentials of a fetch. */
  response(
    name: keyof Contract,
    given: Readonly<Record<string, unknown>>,
    options?: { readonly signal?: AbortSignal },
  ): Promise<Response>;
}

/** What the service refused, in its own words. */
export class TrainingError extends Error {
  constructor(
    message: string,
    readonly status: number,
    /** Backstage's name, such as NotFoundError. */
    readonly code: string,
    readonly requestId: string | undefined,
    /** What else the service said: problems of a specification, the place in an expression. */
    readonly details: Readonly<Record<string, unknown>>,
  ) {
    super(message);
    this.name = 'TrainingError';
  }
}

export interface ClientPorts {
  readonly baseUrl: () => Promise<string>;
  readonly fetch: typeof globalThis.fetch;
}

/** A client of the contract: what goes out and what comes in is parsed. */
export function trainingClient(ports: ClientPorts): TrainingClient {
  async function response(
    name: keyof Contract,
    given: Readonly<Record<string, unknown>>,
    { signal }: { readonly signal?: AbortSignal } = {},
  ) {
    const { path, body, method } = requestOf(contract[name], given);
    const answer = await ports.fetch(`${await ports.baseUrl()}${path}`, {
      method,
      ...(body !== undefined && {
        body: JSON.stringify(body),
        headers: { 'Content-Type': 'application/json' },
      }),
      ...(signal && { signal }),
    });
    if (!answer.ok) throw await errorOf(answer);
    return answer;
  }
  return {
    response,
    async call(name, given, options) {
      const answer = await response(name, given, options);
      return contract[name].response.parse(await answer.json()) as never;
    },
    async *stream(name, given, options) {
      const answer = await response(name, given, options);
      if (!answer.body) return;
      for await (const line of linesOf(answer.body)) {
        yield contract[name].response.parse(JSON.parse(line)) as never;
      }
    },
  };
}

/** The request that a call becomes. */
export function requestOf(
  { method, path, params, query, body }: Route,
  given: Readonly<Record<string, unknown>>,
): {
  readonly method: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>> | undefined;
} {
  const left = new Map(Object.entries(given));
  const filled = path.replace(/:(\w+)/g, (_, name: string) => {
    const value = left.get(name);
    left.delete(name);
    return encodeURIComponent(String(value));
  });
  if (params && filled.includes('/undefined')) params.parse(given);
  const rest = Object.fromEntries(left);
  const search = new URLSearchParams();
  if (query) {
    for (const [name, value] of left) {
      for (const one of Array.isArray(value) ? value : [value]) {
        if (one !== undefined) search.append(name, String(one));
      }
    }
  }
  const asked = search.toString();
  return {
    method,
    path: asked === '' ? filled : `${filled}?${asked}`,
    body: body ? rest : undefined,
  };
}

async function errorOf(answer: Response): Promise<TrainingError> {
  const said = await answer.json().catch(() => undefined);
  const error = said?.error ?? {};
  const { name, message, ...details } = error;
  return new TrainingError(
    typeof message === 'string'
      ? message
      : `The training service answered ${answer.status} ${answer.statusText}.`,
    answer.status,
    typeof name === 'string' ? name : 'Error',
    said?.request?.id ?? answer.headers.get('x-request-id') ?? undefined,
    details,
  );
}

async function* linesOf(
  body: ReadableStream<Uint8Array>,
): AsyncIterable<string> {
  const reader = body.pipeThrough(new TextDecoderStream() as never).getReader();
  let rest = '';
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      const lines = (rest + String(value)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line !== '') yield line;
    }
    if (rest !== '') yield rest;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

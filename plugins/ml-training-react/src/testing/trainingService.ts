import {
  contract,
  type AnswerOf,
  type Contract,
  type JsonRoute,
  type StreamRoute,
} from '@trainyard/backstage-plugin-ml-training-common';
import { delay, http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';

/** Where the service of the tests is. */
export const SERVICE = 'http://training.test/api/ml-training';

/** A request as the service received it. */
export interface Asked {
  readonly path: string;
  readonly query: URLSearchParams;
  /** Of a POST, parsed. */
  readonly body: unknown;
}

export interface Refusal {
  readonly status: number;
  readonly name?: string;
  readonly message: string;
  readonly requestId?: string;
  readonly [detail: string]: unknown;
}

/** The service at its border: pages call it through the real client. */
export interface TrainingService {
  /** From now on this route answers so. */
  answers<Name extends JsonRoute>(
    name: Name,
    answer: AnswerOf<Name> | ((asked: Asked) => AnswerOf<Name>),
  ): void;
  /** As Backstage refuses: `{error: {name, message, …}, request: {id}}`. */
  refuses(name: keyof Contract, refusal: Refusal): void;
  /** Never answers: the page stays as it is while loading. */
  keepsWaiting(name: keyof Contract): void;
  streams<Name extends StreamRoute>(
    name: Name,
    lines: (asked: Asked) => readonly AnswerOf<Name>[],
  ): void;
  sends(name: keyof Contract, file: () => Response): void;
  /** What this route was asked, oldest first. */
  asked(name: keyof Contract): readonly Asked[];
}

/** Call once in a describe block; a request that no test speaks of fails it. */
export function trainingService(): TrainingService {
  const server = setupServer();
  const heard: (Asked & { readonly name: keyof Contract })[] = [];
  beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
  afterEach(() => {
    server.resetHandlers();
    heard.length = 0;
  });
  afterAll(() => server.close());

  const on = (
    name: keyof Contract,
    reply: (asked: Asked) => Response | Promise<Response>,
  ) => {
    const { method, path } = contract[name];
    const handle = async ({ request }: { readonly request: Request }) => {
      const asked = await askedBy(request);
      heard.push({ ...asked, name });
      return reply(asked);
    };
    const url = `${SERVICE}${path}`;
    server.use(
      method === 'GET' ? http.get(url, handle) : http.post(url, handle),
    );
  };
  return {
    answers: (name, answer) =>
      on(name, asked =>
        Response.json(isReply(answer) ? answer(asked) : answer),
      ),
    refuses: (name, { status, requestId = 'request-1', ...error }) =>
      on(name, () =>
        HttpResponse.json(
          { error, request: { id: requestId }, response: { status } },
          { status },
        ),
      ),
    keepsWaiting: name =>
      on(name, async () => {
        await delay('infinite');
        return HttpResponse.json(null);
      }),
    streams: (name, lines) =>
      on(
        name,
        asked =>
          new HttpResponse(
            lines(asked)
              .map(line => `${JSON.stringify(line)}\n`)
              .join(''),
            { headers: { 'Content-Type': 'application/x-ndjson' } },
          ),
      ),
    sends: (name, file) => on(name, file),
    asked: name => heard.filter(asked => asked.name === name),
  };
}

function isReply(answer: unknown): answer is (asked: Asked) => unknown {
  return typeof answer === 'function';
}

async function askedBy(request: Request): Promise<Asked> {
  const { pathname, searchParams } = new URL(request.url);
  const text = request.method === 'POST' ? await request.clone().text() : '';
  return {
    path: pathname.slice(new URL(SERVICE).pathname.length),
    query: searchParams,
    body: text === '' ? undefined : (JSON.parse(text) as unknown),
  };
}

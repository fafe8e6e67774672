import type {
  AuthService,
  HttpAuthService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import express, { type Request, type Response, type Router } from 'express';
import PromiseRouter from 'express-promise-router';
import {
  contract,
  type Route,
} from '@trainyard/backstage-plugin-ml-training-common';
import { callerOf, type Caller } from '../callers/caller';
import type { RunEntry } from '../runs/runStore';
import { answerElsewhere, answerFile } from './answerFile';
import { answerLines } from './answerLines';
import type { ElsewhereAnswer, FileAnswer, Handlers, RouteName } from './call';
import { parseRequest } from './parseRequest';
import { TooManyRequestsError } from './tooManyRequests';
import { translateError } from './translateError';

export interface RouterPorts {
  readonly auth: AuthService;
  readonly httpAuth: HttpAuthService;
  readonly logger: LoggerService;
  /** A run that the caller may read; undefined also where it is only hidden. */
  readonly readableRun: (
    run: string,
    caller: Caller,
  ) => Promise<RunEntry | undefined>;
  /** Aborts when the portal stops: it waits for open answers. */
  readonly stopping: AbortSignal;
  /** Whether answers are held against the contract; costs time, so not in production. */
  readonly checkAnswers: boolean;
}

const LARGEST_BODY = '2mb';

/** The routes of the contract: each parses, authorises, calls and answers. */
export function contractRouter(handlers: Handlers, ports: RouterPorts): Router {
  const router = PromiseRouter();
  router.use(express.json({ limit: LARGEST_BODY }));
  for (const name of Object.keys(contract) as RouteName[]) {
    const route: Route = contract[name];
    const verb = route.method === 'GET' ? 'get' : 'post';
    router[verb](route.path, async (request, response) => {
      const { signal, letGo } = untilGone(response, ports.stopping);
      try {
        const answer = await handle(name, request, signal, handlers, ports);
        await send(route, answer, response, signal, ports);
      } catch (error) {
        throw told(error, route, response, ports);
      } finally {
        letGo();
      }
    });
  }
  return router;
}

async function handle(
  name: RouteName,
  request: Request,
  signal: AbortSignal,
  handlers: Handlers,
  { httpAuth, auth, readableRun }: RouterPorts,
): Promise<unknown> {
  const route: Route = contract[name];
  const credentials = await httpAuth.credentials(request, {
    allow: route.services ? ['service'] : ['user', 'service'],
  });
  const caller = callerOf(auth, credentials);
  const parsed = parseRequest(route, request);
  let entry: RunEntry | undefined;
  if ('run' in request.params) {
    entry = await readableRun(request.params.run, caller);
    if (!entry) {
      throw new NotFoundError(
        `There is no run ${request.params.run}, or you may not see it.`,
      );
    }
  }
  const call = { ...parsed, caller, request, signal, entry };
  // The contract's own shapes were parsed above: what TypeScript cannot follow through the loop holds.
  return handlers[name](call as never);
}

async function send(
  route: Route,
  answer: unknown,
  response: Response,
  signal: AbortSignal,
  { checkAnswers }: RouterPorts,
): Promise<void> {
  const checked = (value: unknown) => {
    if (checkAnswers) demandShape(route, value);
    return value;
  };
  if (route.answers === 'ndjson') {
    const lines = answer as AsyncIterable<unknown>;
    await answerLines(response, mapped(lines, checked), signal);
  } else if (route.answers === 'bytes') {
    const file = answer as FileAnswer | ElsewhereAnswer;
    if ('url' in file) answerElsewhere(response, file);
    else await answerFile(response, file, signal);
  } else {
    response.json(checked(answer));
  }
}

async function* mapped(
  lines: AsyncIterable<unknown>,
  map: (line: unknown) => unknown,
) {
  for await (const line of lines) yield map(line);
}

function demandShape({ method, path, response }: Route, value: unknown) {
  const parsed = response.safeParse(value);
  if (!parsed.success) {
    throw new TypeError(
      `${method} ${path} answers what the contract does not say: ${parsed.error.message}`,
    );
  }
}

function told(
  error: unknown,
  { method, path }: Route,
  response: Response,
  { logger }: RouterPorts,
): unknown {
  const translated = translateError(error);
  // What the caller is not told: which disk, which folder.
  if (translated instanceof ServiceUnavailableError)
    logger.warn(`${method} ${path}: ${error}`);
  if (error instanceof TooManyRequestsError && !response.headersSent) {
    response.setHeader('Retry-After', String(error.retryAfterSeconds));
  }
  return translated;
}

/** Aborts when the caller has hung up, or when the portal stops. */
function untilGone(response: Response, stopping: AbortSignal) {
  const gone = new AbortController();
  const abort = () => gone.abort();
  response.on('close', abort);
  stopping.addEventListener('abort', abort);
  if (stopping.aborted) abort();
  return {
    signal: gone.signal,
    letGo() {
      response.off('close', abort);
      stopping.removeEventListener('abort', abort);
    },
  };
}

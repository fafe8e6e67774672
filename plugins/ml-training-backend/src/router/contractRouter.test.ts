import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  mockCredentials,
  mockErrorHandler,
  mockServices,
} from '@backstage/backend-test-utils';
import { ArtifactError, StoreError } from '@trainyard/artifacts';
import { contract } from '@trainyard/backstage-plugin-ml-training-common';
import express from 'express';
import type { Server } from 'node:http';
import request from 'supertest';
import { QueryError } from '../runs/runStore';
import { runEntryOf, SOME_DIGEST } from '../testing/storedRuns';
import type { Handlers, RouteName } from './call';
import { contractRouter } from './contractRouter';
import { TooManyRequestsError } from './tooManyRequests';

const USER = mockCredentials.user.header();
const LOG = '/v1/runs/run-1/steps/make/log';

let server: Server;
const stopping = new AbortController();

async function serve(handlers: Partial<Handlers>) {
  const missing = () => Promise.reject(new Error('not to be asked'));
  const all = Object.fromEntries(
    Object.keys(contract).map(name => [name, missing]),
  ) as unknown as Handlers;
  const app = express();
  app.use(
    contractRouter(
      { ...all, ...handlers },
      {
        auth: mockServices.auth(),
        httpAuth: mockServices.httpAuth({
          defaultCredentials: mockCredentials.none(),
        }),
        logger: mockServices.logger.mock(),
        readableRun: async run =>
          run === 'run-1' ? runEntryOf({ run }) : undefined,
        stopping: stopping.signal,
        checkAnswers: true,
      },
    ),
  );
  app.use(mockErrorHandler());
  server = app.listen(0);
  await once(server, 'listening');
  return request(server);
}

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

describe('the router of the contract', () => {
  it.each(Object.keys(contract) as RouteName[])(
    'asks everybody to sign in: %s',
    async name => {
      const service = await serve({});
      const { method, path } = contract[name];
      const filled = path
        .replace(':tree', SOME_DIGEST)
        .replace(/:\w+/g, 'run-1');
      const { status } =
        await service[method === 'GET' ? 'get' : 'post'](filled);
      expect(status).toBe(401);
    },
  );

  it('lets only services ask what only services may', async () => {
    const service = await serve({
      catalogFeed: async () => ({
        revision: '1',
        models: [],
        datasets: [],
        runs: [],
      }),
    });
    const statusFor = async (header: string) =>
      (await service.get('/v1/catalog-feed').set('Authorization', header))
        .status;
    expect(await statusFor(USER)).toBe(403);
    expect(await statusFor(mockCredentials.service.header())).toBe(200);
  });

  it('tells every problem of a request, each with its place', async () => {
    const service = await serve({});
    const answer = await service
      .get('/v1/runs?limit=0&state=lucky&colour=red')
      .set('Authorization', USER)
      .expect(400);
    const { message } = answer.body.error;
    for (const place of ['query.limit', 'query.state', '"colour"']) {
      expect(message).toContain(place);
    }
    const posted = await service
      .post('/v1/runs')
      .set('Authorization', USER)
      .send({ pipeline: 'tiny', token: 'short' })
      .expect(400);
    expect(posted.body.error.message).toMatch(
      /body\.pipeline: .*component:default\/name.* body\.token: /,
    );
  });

  it('takes a parameter that is given once or often', async () => {
    const listRuns = jest.fn(async () => EMPTY);
    const service = await serve({ listRuns });
    const many = Array.from({ length: 30 }, (_, i) => `engine=e${i}`).join('&');
    for (const query of ['engine=local', many]) {
      await service
        .get(`/v1/runs?${query}`)
        .set('Authorization', USER)
        .expect(200);
    }
    expect(listRuns).toHaveBeenCalledWith(
      expect.objectContaining({
        query: { engine: ['local'] },
        caller: expect.objectContaining({ principal: 'user:default/mock' }),
      }),
    );
    expect(listRuns).toHaveBeenLastCalledWith(
      expect.objectContaining({
        query: { engine: expect.arrayContaining(['e0', 'e29']) },
      }),
    );
  });

  it('refuses a body that is too large or no JSON', async () => {
    const service = await serve({});
    const post = (body: string) =>
      service
        .post('/v1/validate')
        .set('Authorization', USER)
        .set('Content-Type', 'application/json')
        .send(body);
    const large = await post(JSON.stringify({ files: 'x'.repeat(3e6) }));
    expect(large.status).toBe(413);
    expect((await post('{')).status).toBe(400);
  });

  it('does not ask a handler about a run that cannot be read', async () => {
    const service = await serve({});
    const answer = await service
      .get('/v1/runs/run-2')
      .set('Authorization', USER)
      .expect(404);
    expect(answer.body.error.message).toContain('run-2');
  });

  it('answers nothing that the contract does not say', async () => {
    const service = await serve({
      listRuns: async () => ({ ...EMPTY, secret: 1 }) as never,
    });
    const answer = await service.get('/v1/runs').set('Authorization', USER);
    expect(answer.status).toBe(500);
  });

  it.each([
    [
      'a mistake in an expression, with its place',
      new QueryError('expected a number', { text: 'metrics.auc >', at: 13 }),
      400,
      {
        name: 'InputError',
        message: 'expected a number',
        place: { text: 'metrics.auc >', at: 13 },
      },
    ],
    [
      'a full store',
      new StoreError('full', 'The store /data/x has no space left'),
      503,
      {
        name: 'ServiceUnavailableError',
        message: expect.stringMatching(/no space left.*free some/),
      },
    ],
    [
      'a store that is gone',
      new StoreError('broken', 'The store /data/x failed'),
      503,
      { message: expect.stringMatching(/gone or does not answer.*disk/) },
    ],
    [
      'a damaged artifact',
      new ArtifactError('corrupt', 'blobs/1', 'damaged'),
      503,
      { message: expect.stringMatching(/blobs\/1.*damaged/) },
    ],
    [
      'too many requests, with the time to wait',
      new TooManyRequestsError('Try again in 7 s.', 7),
      429,
      { message: 'Try again in 7 s.' },
    ],
    ['a mistake of ours', new TypeError('oh'), 500, {}],
  ])('tells %s as Backstage does', async (_, error, status, told) => {
    const service = await serve({ listRuns: () => Promise.reject(error) });
    const answer = await service
      .get('/v1/runs')
      .set('Authorization', USER)
      .expect(status);
    expect(answer.body.error).toMatchObject(told);
    expect(answer.headers['retry-after']).toBe(
      status === 429 ? '7' : undefined,
    );
    // Where the store lies is nobody's business.
    expect(answer.text).not.toContain('/data');
  });
});

describe('a stream of lines', () => {
  const line = (offset: number) => ({
    type: 'text' as const,
    offset,
    next: offset + 1,
    text: 'x'.repeat(1000),
  });
  const settled = async (isSo: () => boolean) => {
    while (!isSo()) await new Promise(resolve => setImmediate(resolve));
  };

  function open(): Promise<IncomingMessage> {
    const { port } = server.address() as AddressInfo;
    return new Promise((resolve, reject) => {
      get({ port, path: LOG, headers: { authorization: USER } }, resolve).on(
        'error',
        reject,
      );
    });
  }

  it('sends each line as soon as it is there', async () => {
    let goOn = () => {};
    const first = new Promise<void>(resolve => {
      goOn = resolve;
    });
    await serve({
      readLog: async () =>
        (async function* lines() {
          yield line(0);
          await first;
          yield { type: 'end', next: 1, because: 'closed', size: 1 } as const;
        })(),
    });
    const answer = await open();
    expect(answer.headers).toMatchObject({
      'content-type': 'application/x-ndjson',
      'cache-control': 'no-cache, no-transform',
    });
    answer.setEncoding('utf8');
    const [arrived] = await once(answer, 'data');
    expect(JSON.parse(arrived)).toEqual(line(0));
    goOn();
    const rest = [];
    for await (const text of answer) rest.push(text);
    expect(JSON.parse(rest.join(''))).toMatchObject({ type: 'end' });
  });

  it('goes no faster than it is read, and ends when the reader hangs up', async () => {
    let made = 0;
    let isOver = false;
    await serve({
      readLog: async () =>
        (async function* lines() {
          try {
            for (;;) yield line(made++);
          } finally {
            isOver = true;
          }
        })(),
    });
    const answer = await open();
    let before = -1;
    // Full buffers on both sides: no more is made.
    await settled(() => {
      const isStill = made === before && made > 0;
      before = made;
      return isStill;
    });
    expect(isOver).toBe(false);
    answer.destroy();
    await settled(() => isOver);
  });

  it('tells the handler that the reader hung up', async () => {
    let aborted = false;
    await serve({
      readLog: async ({ signal }) =>
        (async function* lines() {
          yield line(0);
          await new Promise(resolve => {
            signal.addEventListener('abort', resolve);
          });
          aborted = true;
        })(),
    });
    const answer = await open();
    await once(answer, 'data');
    expect(aborted).toBe(false);
    answer.destroy();
    await settled(() => aborted);
  });

  it('breaks off where it cannot go on: an end would look like all of it', async () => {
    await serve({
      readLog: async () =>
        (async function* lines() {
          yield line(0);
          throw new Error('the disk is gone');
        })(),
    });
    const answer = await open();
    const read = async () => {
      for await (const _ of answer);
    };
    await expect(read()).rejects.toThrow('aborted');
  });

  it('is refused like any other answer before it has begun', async () => {
    const service = await serve({
      readLog: () => Promise.reject(new QueryError('no such step')),
    });
    const answer = await service.get(LOG).set('Authorization', USER);
    expect(answer.status).toBe(400);
  });
});

describe('a file', () => {
  const path = `/v1/runs/run-1/artifacts/${SOME_DIGEST}/file?path=a`;

  it('is to be saved, and cannot run in the name of the portal', async () => {
    const service = await serve({
      downloadFile: async () => ({
        name: 'réport "1".html\r\nX: y',
        mediaType: 'application/octet-stream',
        content: (async function* content() {
          yield Buffer.from('<script>');
        })(),
      }),
    });
    const answer = await service
      .get(path)
      .set('Authorization', USER)
      .expect(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition':
        'attachment; filename="r_port_1_.html_X_y"; filename*=UTF-8\'\'r%C3%A9port%20%221%22.html%0D%0AX%3A%20y',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
    });
    expect(answer.body.toString()).toBe('<script>');
  });

  it('that is handed out elsewhere is led to, with its digest, and by nobody kept', async () => {
    const url = 'https://bucket.example.com/blobs/x?X-Amz-Signature=s';
    const service = await serve({
      downloadFile: async () => ({ url, sha256: SOME_DIGEST }),
    });
    const answer = await service
      .get(path)
      .set('Authorization', USER)
      .expect(302);
    expect(answer.headers).toMatchObject({
      location: url,
      'x-trainyard-sha256': SOME_DIGEST,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    });
  });

  it('breaks off where its bytes turn out to be damaged', async () => {
    const service = await serve({
      downloadFile: async () => ({
        name: 'a',
        mediaType: 'application/octet-stream',
        content: (async function* content() {
          yield Buffer.from('half');
          throw new ArtifactError('corrupt', 'blobs/1', 'damaged');
        })(),
      }),
    });
    await expect(service.get(path).set('Authorization', USER)).rejects.toThrow(
      'hang up',
    );
  });
});

const EMPTY = { items: [], next: null, previous: null, total: 0 };

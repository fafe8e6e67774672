import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import { trainingPermissions } from '@trainyard/backstage-plugin-ml-training-common';
import { openFileSystemStore } from '@trainyard/artifacts';
import {
  createTrainingConditionalDecision,
  trainingConditions,
} from './permissions/conditions';
import { TINY_PIPELINE } from './testing/repositoryFolder';
import {
  ENGINEER,
  READER,
  SERVICE,
  testPortal,
  type PortalOptions,
  type TestPortal,
} from './testing/testPortal';

const TINY = 'component:default/tiny';
const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };
const DENY: PolicyDecision = { result: AuthorizeResult.DENY };

// A portal is started for each, also where the machine has much else to do.
jest.setTimeout(30_000);

let portal: TestPortal;
afterEach(() => portal.stop());

async function begin(options?: PortalOptions) {
  portal = await testPortal(options);
  await portal.repository.pin();
}

let tokens = 0;
const newToken = () => `token-${tokens++}-of-a-test`;

const submit = (more: object = {}, as?: string) =>
  portal.post('/v1/runs', { pipeline: TINY, token: newToken(), ...more }, as);

async function started(more?: object, as?: string): Promise<string> {
  const { body, status } = await submit(more, as);
  expect({ status, body }).toMatchObject({ status: 200 });
  return body.run;
}

const listed = async (query = '', as?: string): Promise<string[]> => {
  const { body } = await portal.get(`/v1/runs${query}`, as).expect(200);
  return body.items.map((item: { run: string }) => item.run);
};

async function until<T>(look: () => Promise<T | undefined | false>) {
  for (;;) {
    const found = await look();
    if (found) return found;
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}

/** What a policy says to a reader of what these permissions are about; the engineer may do everything. */
function toBen(decisions: Readonly<Record<string, PolicyDecision>>) {
  portal.policy = ({ name }, user) =>
    user === READER ? (decisions[name] ?? ALLOW) : ALLOW;
}

const ownedBy = (...claims: string[]) =>
  Object.fromEntries(
    trainingPermissions.map(permission => [
      permission.name,
      createTrainingConditionalDecision(
        permission,
        trainingConditions.isOwner({ claims }),
      ),
    ]),
  );

describe('submitting a run', () => {
  it('seals what was read and hands it to the engine', async () => {
    await begin();
    const run = await started({ purpose: 'trial' });
    expect(run).toMatch(/^tiny-[0-9a-f]{10}$/);
    const { body } = await portal.get(`/v1/runs/${run}`).expect(200);
    expect(body).toMatchObject({
      run,
      pipeline: { entity: TINY, name: 'tiny', namespace: 'default' },
      owner: 'group:default/rail',
      principal: ENGINEER,
      purpose: 'trial',
      trigger: 'person',
      engine: 'fake',
      specification: 'pipeline.yaml',
      source: { kind: 'file', commit: null },
    });
    const store = await openFileSystemStore(portal.storeFolder);
    expect(await store.runs.find(run)).toMatchObject({
      trust: 'engine',
      principal: ENGINEER,
      plan: body.plan,
      bundle: body.bundle,
    });
    const entries = await store.trees.entries(body.bundle);
    expect(entries.map(({ path }) => path)).toEqual([
      'pipeline.lock',
      'pipeline.yaml',
    ]);
    await until(async () => portal.engine.submitted.length === 1);
    expect(portal.engine.submitted[0]).toMatchObject({ run, attempt: 1 });
  });

  it('starts one run for a token, however often and however much at once', async () => {
    await begin();
    const token = newToken();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => submit({ token })),
    );
    const [{ body }] = answers;
    expect(answers.map(answer => answer.body.run)).toEqual(
      Array(5).fill(body.run),
    );
    expect(answers.filter(answer => answer.body.created)).toHaveLength(1);
    // Also when the source has changed, and is not even read.
    await portal.repository.write({ 'pipeline.yaml': 'oh: no' });
    const later = await submit({ token }).expect(200);
    expect(later.body).toEqual({ run: body.run, created: false });
    expect(await listed()).toEqual([body.run]);
  });

  it('refuses a token that started something else, and keeps tokens of people apart', async () => {
    await begin();
    const token = newToken();
    const run = await started({ token });
    const other = await submit({ token, purpose: 'trial' }).expect(409);
    expect(other.body.error.message).toContain(run);
    const { body } = await submit({ token, purpose: 'trial' }, READER);
    expect(body).toMatchObject({ created: true });
    expect(body.run).not.toBe(run);
  });

  it('starts a run when a try before was cut off before it could be seen', async () => {
    await begin();
    const token = newToken();
    portal.engine.lint = () => Promise.reject(new Error('killed here'));
    await submit({ token }).expect(500);
    expect(await listed()).toEqual([]);
    portal.engine.lint = async () => [];
    expect((await submit({ token }).expect(200)).body.created).toBe(true);
  });

  it('lets each start so many runs in a minute', async () => {
    await begin({ submitsPerMinute: 1 });
    const token = newToken();
    await started({ token });
    const refused = await submit().expect(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(refused.body.error.message).toMatch(/Try again in \d+ s/);
    // Asking again for what was started costs nothing.
    await submit({ token }).expect(200);
    await submit({}, READER).expect(200);
  });
});

describe('a submit that is refused', () => {
  const NOWHERE = 'component:default/nowhere';
  const refused = async (more: object, status: number) => {
    const { body } = await submit(more).expect(status);
    expect(await listed()).toEqual([]);
    return body.error;
  };

  it('names a pipeline that the catalog does not know', async () => {
    await begin();
    const error = await refused({ pipeline: NOWHERE }, 404);
    expect(error.message).toContain(NOWHERE);
  });

  it('has every problem of the specification, with its place', async () => {
    await begin();
    await portal.repository.write({
      'pipeline.yaml': `${TINY_PIPELINE}colour: red\nthreads: many\n`,
    });
    const error = await refused({}, 400);
    expect(error.name).toBe('InputError');
    expect(error.problems).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ file: 'pipeline.yaml', line: 8 }),
        expect.objectContaining({ file: 'pipeline.yaml', line: 9 }),
      ]),
    );
  });

  it('was never pinned', async () => {
    await begin();
    await rm(join(portal.repository.folder, 'pipeline.lock'));
    const error = await refused({}, 400);
    expect(error.message).toContain('trainyard pin');
    expect(error.problems).toHaveLength(1);
  });

  it.each([
    ['nowhere', 'gone.yaml', /no such file/],
    ['outside', '../../etc/passwd', /leads out of it/],
  ])('has an annotation that points %s', async (name, annotation, words) => {
    await begin({ pipelines: { [name]: { annotation } } });
    const error = await refused({ pipeline: `component:default/${name}` }, 400);
    expect(error.message).toMatch(words);
    expect(error.problems[0].path).toContain('trainyard.dev/specification');
  });

  it('lies in a folder that may not be read', async () => {
    await begin({
      pipelines: { away: { location: 'file:/usr/catalog-info.yaml' } },
    });
    const error = await refused({ pipeline: 'component:default/away' }, 400);
    expect(error.message).toContain('mlTraining.sources.allowedFolders');
  });

  it('moved while it was read', async () => {
    await begin();
    let isWriting = true;
    const writing = (async () => {
      for (let turn = 0; isWriting; turn += 1) {
        await portal.repository.write({
          'pipeline.yaml': `${TINY_PIPELINE}# ${turn}\n`,
        });
      }
    })();
    const conflict = await until(async () => {
      const answer = await submit();
      return answer.status === 409 && answer;
    });
    isWriting = false;
    await writing;
    expect(conflict.body.error).toMatchObject({
      name: 'ConflictError',
      message: expect.stringContaining('try again'),
    });
  });

  it('reads data that is not what was pinned', async () => {
    await begin({
      files: {
        'data.csv': 'a\n1\n',
        'pipeline.yaml': `${TINY_PIPELINE}sources:\n  facts: {path: data.csv}\n`,
      },
    });
    await portal.repository.write({ 'data.csv': 'a\n2\n' });
    const error = await refused({}, 400);
    expect(error.problems).toEqual([
      expect.objectContaining({ file: 'data.csv', path: ['sources', 'facts'] }),
    ]);
  });

  it('asks for an engine that is not there, or that would not take it', async () => {
    await begin();
    const unknown = await refused({ engine: 'argo' }, 400);
    expect(unknown.message).toBe('engine: expected one of fake, found argo.');
    portal.engine.refuses = [
      {
        file: 'pipeline.yaml',
        path: ['steps', 'make', 'resources', 'gpu'],
        expected: 'no GPU',
        found: '8',
        advice: 'Choose another engine.',
        severity: 'error',
      },
    ];
    const { problems } = await refused({}, 400);
    expect(problems).toEqual(portal.engine.refuses);
  });

  it('finds the store gone', async () => {
    await begin();
    await rm(portal.storeFolder, { recursive: true });
    await writeFile(portal.storeFolder, 'no folder');
    const error = await refused({}, 503);
    expect(error.name).toBe('ServiceUnavailableError');
    expect(error.message).toMatch(/artifact store .*try again/);
  });
});

describe('rights', () => {
  const OTHER = 'component:default/other';
  const others = { other: { owner: 'group:default/road' } };

  it('hide what one may not read: lists in part, the rest as if it were not there', async () => {
    await begin({ pipelines: others });
    const mine = await started();
    const theirs = await started({ pipeline: OTHER });
    toBen(ownedBy('group:default/rail'));

    expect(await listed('', READER)).toEqual([mine]);
    const { body } = await portal.get('/v1/pipelines', READER).expect(200);
    expect(body.items.map((it: { name: string }) => it.name)).toEqual(['tiny']);
    const facets = await portal.get('/v1/run-facets', READER).expect(200);
    expect(facets.body.owners).toEqual(['group:default/rail']);

    const hidden = [
      `/v1/runs/${theirs}`,
      `/v1/runs/${theirs}/metrics`,
      `/v1/runs/${theirs}/steps/make/log`,
      `/v1/runs/${theirs}/artifacts`,
      `/v1/compare?run=${mine}&run=${theirs}`,
      '/v1/pipelines/default/other',
      '/v1/pipelines/default/other/source',
    ];
    for (const path of hidden) {
      await portal.get(path, READER).expect(404);
      await portal.get(path.replaceAll(theirs, 'no-run'), READER).expect(404);
    }
    await portal.post(`/v1/runs/${theirs}/stop`, {}, READER).expect(404);
    await submit({ pipeline: OTHER }, READER).expect(404);
    await portal.get(`/v1/runs/${mine}`, READER).expect(200);
  });

  it('hide everything where nothing may be read', async () => {
    await begin();
    const run = await started();
    toBen({ 'ml-training.read': DENY });
    expect(await listed('', READER)).toEqual([]);
    await portal.get(`/v1/runs/${run}`, READER).expect(404);
  });

  it('say who can grant what a reader may not do', async () => {
    await begin();
    const run = await started();
    toBen({ 'ml-training.run.submit': DENY, 'ml-training.run.stop': DENY });
    const token = newToken();
    const stop = await portal
      .post(`/v1/runs/${run}/stop`, {}, READER)
      .expect(403);
    expect(stop.body.error).toMatchObject({
      name: 'NotAllowedError',
      message: expect.stringMatching(
        /ml-training\.run\.stop.*group:default\/rail/,
      ),
    });
    await portal.post(`/v1/runs/${run}/retry`, {}, READER).expect(403);
    await portal.post(`/v1/runs/${run}/again`, { token }, READER).expect(403);
    await portal
      .post(`/v1/runs/${run}/reproduce`, { token }, READER)
      .expect(403);
    const start = await submit({}, READER).expect(403);
    expect(start.body.error.message).toContain('ml-training.run.submit');
    const page = await portal.get('/v1/pipelines/default/tiny', READER);
    expect(page.body.actions.submit).toContain('group:default/rail');
  });

  it('hold in the namespace that a specification names, too', async () => {
    await begin();
    await portal.repository.write({
      'pipeline.yaml': TINY_PIPELINE.replace(
        'pipeline: tiny',
        'pipeline: tiny\nnamespace: tenant',
      ),
    });
    await portal.repository.pin();
    toBen(
      Object.fromEntries(
        trainingPermissions.map(permission => [
          permission.name,
          createTrainingConditionalDecision(
            permission,
            trainingConditions.inNamespace({ namespaces: ['default'] }),
          ),
        ]),
      ),
    );
    const refused = await submit({}, READER).expect(403);
    expect(refused.body.error.message).toContain('namespace tenant');
    expect(await readdir(portal.storeFolder)).not.toContain('namespaces');
    const run = await started();
    await portal.get(`/v1/runs/${run}`, READER).expect(404);
    expect(await readdir(join(portal.storeFolder, 'namespaces'))).toEqual([
      'tenant',
    ]);
  });

  it('are decided by the portal for a run or pipeline by its reference', async () => {
    await begin({ pipelines: others });
    const run = await started();
    const { conditions } = ownedBy('group:default/rail')[
      'ml-training.read'
    ] as { conditions: unknown };
    const ask = async (resourceRef: string) => {
      const { body } = await portal
        .post(
          '/.well-known/backstage/permissions/apply-conditions',
          {
            items: [
              {
                id: '1',
                resourceRef,
                resourceType: 'ml-training',
                conditions,
              },
            ],
          },
          SERVICE,
        )
        .expect(200);
      return body.items[0].result;
    };
    expect(await ask(`run:${run}`)).toBe('ALLOW');
    expect(await ask(`pipeline:${TINY}`)).toBe('ALLOW');
    expect(await ask(`pipeline:${OTHER}`)).toBe('DENY');
    expect(await ask('run:none')).toBe('DENY');
  });

  it('ask everybody to sign in', async () => {
    await begin();
    const none = { Authorization: 'Bearer mock-none-token' };
    const statusOf = async (path: string) =>
      (await portal.get(path).set(none)).status;
    expect(await statusOf('/v1/runs')).toBe(401);
    expect(await statusOf('/v1/openapi.json')).toBe(401);
  });
});

describe('changes of a run', () => {
  it('are written down, refused or not', async () => {
    await begin();
    const run = await started();
    toBen({ 'ml-training.run.stop': DENY });
    await portal.post(`/v1/runs/${run}/stop`, {}, READER).expect(403);
    await portal.post(`/v1/runs/${run}/stop`).expect(200);
    await submit({ pipeline: 'component:default/none' }).expect(404);
    expect(portal.audit).toEqual([
      {
        eventId: 'run-submit',
        status: 'succeeded',
        meta: { pipeline: TINY, run, created: true },
      },
      {
        eventId: 'run-stop',
        status: 'failed',
        meta: { run },
        error: 'NotAllowedError',
      },
      { eventId: 'run-stop', status: 'succeeded', meta: { run } },
      {
        eventId: 'run-submit',
        status: 'failed',
        meta: { pipeline: 'component:default/none' },
        error: 'NotFoundError',
      },
    ]);
  });

  it('stop it, once or twice, and begin another attempt', async () => {
    await begin();
    const run = await started();
    await portal.post(`/v1/runs/${run}/retry`).expect(409);
    await until(async () => portal.engine.submitted.length === 1);
    await portal.post(`/v1/runs/${run}/stop`).expect(200);
    await until(async () => {
      const { body } = await portal.get(`/v1/runs/${run}`);
      return body.state === 'stopped';
    });
    expect(portal.engine.stopped).toHaveLength(1);
    await portal.post(`/v1/runs/${run}/stop`).expect(200);
    await portal.post(`/v1/runs/${run}/retry`).expect(200);
    await until(async () => portal.engine.submitted.length === 2);
    expect(portal.engine.submitted[1]).toMatchObject({ run, attempt: 2 });
  });

  it('repeat it from what was sealed, whatever became of its source', async () => {
    await begin();
    const run = await started();
    const { body: first } = await portal.get(`/v1/runs/${run}`);
    await portal.repository.write({ 'pipeline.yaml': 'gone: true' });
    const token = newToken();
    const repeat = (how: string, as?: string) =>
      portal.post(`/v1/runs/${run}/${how}`, { token }, as).expect(200);

    const again = await repeat('again');
    expect(again.body.created).toBe(true);
    const { body } = await portal.get(`/v1/runs/${again.body.run}`);
    expect(body).toMatchObject({
      parent: run,
      purpose: 'train',
      trigger: 'person',
      bundle: first.bundle,
      plan: first.plan,
      source: { kind: 'run', target: run },
    });
    expect((await repeat('again')).body).toEqual({
      run: again.body.run,
      created: false,
    });
    await portal.post(`/v1/runs/${run}/reproduce`, { token }).expect(409);

    const reproduced = await repeat('reproduce', READER);
    const repeated = await portal.get(`/v1/runs/${reproduced.body.run}`);
    expect(repeated.body).toMatchObject({
      parent: run,
      purpose: 'reproduction',
      trigger: 'reproduction',
      principal: READER,
      plan: first.plan,
    });
  });
});

describe('what pages ask for', () => {
  it('points at a mistake in an expression, and refuses a bent cursor', async () => {
    await begin();
    await started();
    await started();
    const where = encodeURIComponent('metrics.auc >');
    const mistaken = await portal.get(`/v1/runs?where=${where}`).expect(400);
    expect(mistaken.body.error.place).toEqual({
      text: 'metrics.auc >',
      at: expect.any(Number),
    });
    const { body } = await portal.get('/v1/runs?limit=1').expect(200);
    expect(await listed(`?limit=1&cursor=${body.next}`)).toHaveLength(1);
    const bent = `${body.next.slice(0, -4)}AAAA`;
    await portal.get(`/v1/runs?limit=1&cursor=${bent}`).expect(400);
    await portal.get('/v1/pipelines?cursor=bent').expect(400);
  });

  it('shows a pipeline, its source, and what is wrong with a specification', async () => {
    await begin();
    const run = await started();
    const { body } = await portal.get('/v1/pipelines/default/tiny').expect(200);
    expect(body).toMatchObject({
      entity: TINY,
      owner: 'group:default/rail',
      lastRuns: [{ run }],
      engines: [{ name: 'fake', default: true }],
      actions: { submit: null },
      command: 'trainyard run pipeline.yaml',
    });
    const source = await portal
      .get('/v1/pipelines/default/tiny/source')
      .expect(200);
    expect(source.body).toMatchObject({
      specification: 'pipeline.yaml',
      problems: [],
      files: expect.arrayContaining([
        { path: 'pipeline.yaml', text: TINY_PIPELINE },
      ]),
    });
    const wrong = await portal
      .post('/v1/validate', {
        specification: 'pipeline.yaml',
        files: { 'pipeline.yaml': TINY_PIPELINE.replace('tiny', 'Not So') },
      })
      .expect(200);
    expect(wrong.body.problems).toEqual([
      expect.objectContaining({ line: 2, severity: 'error' }),
    ]);
    const right = await portal.post('/v1/validate', { pipeline: TINY });
    expect(right.body).toEqual({ problems: [] });
  });

  it('finds what waits for a person among what they own', async () => {
    await begin({ pipelines: { mine: { owner: ENGINEER } } });
    const mine = await started({ pipeline: 'component:default/mine' });
    const theirs = await started();
    const running = async (scope: string) => {
      const { body } = await portal.get(`/v1/overview?scope=${scope}`);
      return body.running.map((it: { run: string }) => it.run).sort();
    };
    expect(await running('mine')).toEqual([mine]);
    expect(await running('all')).toEqual([mine, theirs].sort());
  });

  it('feeds the catalog with one revision for one content', async () => {
    await begin();
    const run = await started();
    await portal.get('/v1/catalog-feed').expect(403);
    const feed = async () =>
      (await portal.get('/v1/catalog-feed', SERVICE).expect(200)).body;
    const { revision, runs } = await feed();
    expect(runs).toMatchObject([{ run, pipeline: TINY, purpose: 'train' }]);
    expect((await feed()).revision).toBe(revision);
    await started();
    expect((await feed()).revision).not.toBe(revision);
  });

  it('knows how its dependencies are', async () => {
    await begin();
    const { body } = await portal.get('/v1/health').expect(200);
    expect(body.status).toBe('ok');
    expect(
      body.dependencies.map((it: { name: string }) => it.name).sort(),
    ).toEqual(['catalog', 'database', 'engine:fake', 'reconciler', 'store']);
    expect(await readdir(join(portal.storeFolder, 'staging/health'))).toEqual(
      [],
    );
  });

  it('tells which dependency is down, and why', async () => {
    await begin();
    portal.engine.is = 'No pods may be made.';
    const { body } = await portal.get('/v1/health').expect(200);
    expect(body).toMatchObject({
      status: 'down',
      dependencies: expect.arrayContaining([
        expect.objectContaining({
          name: 'engine:fake',
          status: 'down',
          because: 'No pods may be made.',
        }),
      ]),
    });
  });
});

import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openFileSystemStore, type ArtifactStore } from '@trainyard/artifacts';
import {
  canonicalJson,
  digestOfText,
  ENDING_PORT,
  stagingOfTry,
  STAGED,
  type Plan,
  type PodRequest,
} from '@trainyard/backstage-plugin-ml-training-common';
import { hearEnding, podPlaces } from '@trainyard/runner';
import { podMain } from './podMain';
import type { PodTerminal } from './podTerminal';
import { podWitnessMain } from './podWitnessMain';

const SOME = digestOfText('some');

const plan: Plan = {
  schema_version: 1,
  pipeline: 'pods',
  namespace: 'default',
  specification: SOME,
  lock: SOME,
  sources: {},
  steps: [
    {
      name: 'train',
      command: ['train'],
      environment: { kind: 'image', image: 'python@sha256:1' },
      parameters: {},
      seeds: {},
      threads: 1,
      inputs: {},
      outputs: ['model'],
      needs: [],
      tolerates: [],
      measured: false,
      retries: 0,
      resources: {},
      secrets: { AWS_SECRET_ACCESS_KEY: { env: 'TEAM_KEY' } },
      key: SOME,
    },
  ],
};

describe('__pod', () => {
  let folder: string;
  let store: ArtifactStore;
  let request: Omit<PodRequest, 'work'>;
  let out: string[];
  let err: string[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trainyard-pod-'));
    const path = join(folder, 'store');
    store = await openFileSystemStore(path);
    const { sha256 } = await store.blobs.put(
      Buffer.from(canonicalJson(JSON.parse(JSON.stringify(plan)))),
    );
    await store.runs.create({
      schema_version: 1,
      run: 'run-1',
      purpose: 'train',
      pipeline: 'pods',
      namespace: 'default',
      plan: sha256,
      bundle: SOME,
      specification: 'pipeline.yaml',
      git: null,
      principal: 'user:default/someone',
      trust: 'engine',
      submitted_at: '2026-07-02T08:15:30.000Z',
    });
    request = {
      schema_version: 1,
      run: 'run-1',
      attempt: 1,
      namespace: 'default',
      plan: sha256,
      store: { kind: 'folder', path },
      host: 'argo/test/run-1',
      staging: 'staging/run-1/1/',
      builtin_threads: 1,
    };
    out = [];
    err = [];
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const terminal = (
    work: PodRequest['work'] | undefined,
    environment: Record<string, string> = {},
    signal = new AbortController().signal,
  ): PodTerminal => ({
    out: line => out.push(line),
    err: line => err.push(line),
    environment: {
      ...(work && { TRAINYARD_POD: JSON.stringify({ ...request, work }) }),
      TRAINYARD_POD_ROOT: folder,
      TRAINYARD_POD_SUPERVISOR: join(folder, 'argo'),
      ...environment,
    },
    signal,
  });
  const builtin = (
    pod: string,
    seals: string[] = [],
    tells: string[] = [],
  ) => ({
    kind: 'builtin' as const,
    pod,
    steps: [],
    seals,
    tells,
  });
  const train = {
    kind: 'command' as const,
    step: 'train',
    seals: [],
    worker: 0,
    workers: 1,
    ending_port: ENDING_PORT,
  };

  it('does the work of each container of a run', async () => {
    const tells = ['train', 'conclude'];
    expect(
      await podMain('execute', terminal(builtin('prepare', [], tells))),
    ).toBe(0);
    expect(await readFile(join(folder, 'answers/train'), 'utf8')).toBe(
      'execute',
    );
    expect(await podMain('fetch', terminal(train))).toBe(0);

    const places = podPlaces(folder, join(folder, 'argo'));
    await mkdir(dirname(places.exitCode), { recursive: true });
    await writeFile(join(places.outputs, 'model/weights'), 'w');
    await writeFile(places.log, 'I know hunter2-hunter2\n');
    await writeFile(places.exitCode, '0');
    const end = new AbortController();
    const secrets = {
      // The store's own, which is not what the command is given.
      AWS_SECRET_ACCESS_KEY: 'store-store-store',
      TRAINYARD_SECRET_AWS_SECRET_ACCESS_KEY: 'hunter2-hunter2',
    };
    const free = await hearEnding({ port: 0, path: '/' }, '');
    await free.close();
    const watched = { ...train, ending_port: free.port };
    const witness = podWitnessMain(terminal(watched, secrets, end.signal));
    end.abort();
    expect(await witness).toBe(0);
    const staged = stagingOfTry(request.staging, 'train', 0, 0);
    await store.objects.create(
      `${staged}${STAGED.outputs}model/weights`,
      Buffer.from('w'),
    );

    const reported = { TRAINYARD_REPORTED: 'train=0' };
    const conclude = terminal(builtin('conclude', ['train']), reported);
    expect(await podMain('execute', conclude)).toBe(0);
    const sealed = await store.runs.findStep('run-1', 1, 'train');
    const log = await store.blobs.readAll(`${sealed?.log}`);
    expect(Buffer.from(log).toString()).toBe('I know ***************\n');
    expect((await store.runs.findEnd('run-1', 1))?.status).toBe('succeeded');
    expect(await podMain('exit', terminal({ kind: 'exit' }))).toBe(0);
    expect(out.map(line => JSON.parse(line).event)).toEqual([
      'run began',
      'step began',
      'step ended',
    ]);
    expect(err).toEqual([]);
  });

  it('ends with 3 where the attempt has failed, and with 20 where no try is left', async () => {
    await podMain('execute', terminal(builtin('prepare')));
    const reported = { TRAINYARD_REPORTED: 'train=none' };
    const conclude = terminal(builtin('conclude', ['train']), reported);
    expect(await podMain('execute', conclude)).toBe(3);
    expect(await podMain('fetch', terminal(train))).toBe(20);
    expect(err.at(-1)).toMatch(/attempt 1 of run-1 ended: failed/);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['no request', {}, /TRAINYARD_POD: expected a request, found nothing/],
    ['no JSON', { TRAINYARD_POD: '{' }, /TRAINYARD_POD: expected JSON/],
    [
      'another request',
      { TRAINYARD_POD: '{"schema_version":2}' },
      /TRAINYARD_POD.schema_version: .*give both the same/,
    ],
  ])('tells a person of %s, and ends with 2', async (_, environment, words) => {
    expect(await podMain('execute', terminal(undefined, environment))).toBe(2);
    expect(err).toEqual([expect.stringMatching(words)]);
  });

  it.each([
    ['TRAINYARD_RETRIES', '{{retries}}'],
    ['TRAINYARD_REPORTED', 'train={{=tasks.train}}'],
  ])('tells a person where %s is %s', async (name, value) => {
    const bad = terminal(builtin('conclude'), { [name]: value });
    expect(await podMain('execute', bad)).toBe(2);
    expect(err).toEqual([expect.stringContaining(`${name}: expected`)]);
  });

  it('refuses work that is another container’s', async () => {
    expect(await podMain('fetch', terminal(builtin('prepare')))).toBe(2);
    expect(await podMain('dance', terminal(builtin('prepare')))).toBe(2);
    expect(await podWitnessMain(terminal({ kind: 'exit' }))).toBe(2);
    expect(err).toHaveLength(3);
  });
});

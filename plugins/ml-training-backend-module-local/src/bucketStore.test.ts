import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { bucketEnvironment, openBucketStore } from '@trainyard/artifacts';
// eslint-disable-next-line @backstage/no-forbidden-package-imports -- a tool for tests: it is not published
import {
  CREDENTIALS,
  useS3Server,
} from '@trainyard/artifacts/src/testing/s3/useS3Server';
// eslint-disable-next-line @backstage/no-forbidden-package-imports -- a tool for tests: it is not published
import { settled } from '@trainyard/backstage-plugin-ml-training-node/src/testing/settled';
import { launchFolder } from './launches/launchFolder';
import { localEngine } from './localEngine';
import { installedProgram } from './program';
import { DEFAULT_SETTINGS } from './settings';
import { pipelineOf, preparedRun } from './testing/preparedRun';

jest.setTimeout(60_000);

useS3Server('the embedded engine, with a store in a bucket', server => {
  let root: string;
  beforeEach(async () => {
    root = await realpath(await mkdtemp(join(tmpdir(), 'trainyard-engine-')));
  });
  afterEach(() =>
    rm(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }),
  );

  it('executes runs on a disk of its own, and shows no step what opens the bucket', async () => {
    const location = server().newBucket('team/');
    const store = await openBucketStore(location, { credentials: CREDENTIALS });
    const engine = await localEngine({
      folder: join(root, 'engine'),
      ports: {
        store: async () => store,
        storeLocation: () => location,
        storeEnvironment: bucketEnvironment(CREDENTIALS, {}),
      },
      settings: DEFAULT_SETTINGS,
      program: installedProgram(),
      environment: process.env,
      now: () => new Date(),
      logger: mockServices.logger.mock(),
    });
    const submission = await preparedRun(engine, { root, store }, 'run', {
      'pipeline.yaml': pipelineOf({
        one: 'env; echo made > $TRAINYARD_OUT/made/file',
      }),
    });
    const ref = await engine.submit(submission);
    const seen = await settled(
      () => engine.observe(ref),
      ({ state }) => state === 'ended' || state === 'gone',
    );
    expect(seen).toEqual({ state: 'ended' });
    await engine.close();

    expect((await store.runs.findEnd('run', 1))?.status).toBe('succeeded');
    const manifest = await store.runs.findStep('run', 1, 'one');
    const log = await store.blobs.readAll(manifest?.log ?? '');
    const text = Buffer.from(log).toString();
    expect(text).toContain(join(root, 'engine', 'work'));
    expect(text).not.toContain(CREDENTIALS.secretAccessKey);
    expect(text).not.toMatch(/TRAINYARD_STORE|AWS_/);
  });
});

it('has to be told where to work where the store has no folder', () => {
  const storeLocation = () => ({
    kind: 's3' as const,
    bucket: 'models',
    prefix: '',
    region: 'r',
    path_style: false,
  });
  expect(launchFolder({ folder: '/work' }, { storeLocation })).toBe('/work');
  expect(() => launchFolder({}, { storeLocation })).toThrow(
    /engines\.local\.folder: expected an absolute folder/,
  );
});

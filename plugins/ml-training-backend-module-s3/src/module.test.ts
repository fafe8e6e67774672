import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
// eslint-disable-next-line @backstage/no-forbidden-package-imports -- a tool for tests: it is not published
import {
  CREDENTIALS,
  useS3Server,
} from '@trainyard/artifacts/src/testing/s3/useS3Server';
import {
  artifactStoresExtensionPoint,
  type ArtifactStoresFactory,
} from '@trainyard/backstage-plugin-ml-training-node';
import { bucketStores } from './bucketStores';
import { mlTrainingModuleBucketStore } from './module';

it('adds stores of kind s3, and asks for their settings only where they are chosen', async () => {
  const factories: ArtifactStoresFactory[] = [];
  const backend = await startTestBackend({
    extensionPoints: [
      [
        artifactStoresExtensionPoint,
        { addStores: factory => factories.push(factory) },
      ],
    ],
    features: [
      mlTrainingModuleBucketStore,
      mockServices.rootConfig.factory({
        data: { mlTraining: { store: { kind: 'folder', path: '/data' } } },
      }),
    ],
  });
  await backend.stop();
  expect(factories.map(({ kind }) => kind)).toEqual(['s3']);
  expect(() => factories[0].create()).toThrow(/mlTraining\.store\.s3/);
});

useS3Server('stores in a bucket', server => {
  const stores = (presignedDownloads = false) =>
    bucketStores(
      {
        location: server().newBucket('team/'),
        credentials: CREDENTIALS,
        presignedDownloads,
      },
      {},
    );

  it('keep namespaces apart, the default one at the prefix', async () => {
    const { store, location } = stores();
    expect(location('default')).toMatchObject({ prefix: 'team/' });
    expect(location('risk')).toMatchObject({ prefix: 'team/namespaces/risk/' });
    expect(() => location('../out')).toThrow(/cannot be the name/);

    const risk = await store('risk');
    const { sha256 } = await risk.blobs.put(Buffer.from('theirs'));
    expect(await (await store('default')).blobs.has(sha256)).toBe(false);
    expect(await store('risk')).toBe(risk);
  });

  it('hand out addresses only where the operator wants it', async () => {
    expect((await stores(true).store('default')).presign).toBeDefined();
    expect((await stores(false).store('default')).presign).toBeUndefined();
  });

  it('are tried again after the server was gone', async () => {
    const gone = { ...server().newBucket(), bucket: 'not-yet-there' };
    const { store } = bucketStores(
      { location: gone, credentials: CREDENTIALS, presignedDownloads: false },
      {},
    );
    await expect(store('default')).rejects.toThrow(/does not exist/);
    await expect(store('default')).rejects.toThrow(/does not exist/);
    server().makeBucket('not-yet-there');
    expect(await store('default')).toBeDefined();
  });
});

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mockServices } from '@backstage/backend-test-utils';
import { openBucketStore } from '@trainyard/artifacts';
// eslint-disable-next-line @backstage/no-forbidden-package-imports -- a suite for the engines of this repository: it is not published
import { describeEngine } from '@trainyard/backstage-plugin-ml-training-node/src/testing/engineContract';
import { argoEngine } from '../../argoEngine';
import { preparedRun } from '../preparedRun';
import { clusterUnderTest } from './clusterUnderTest';

// Run by "npm run test:argo": pods take seconds to begin and to end.
jest.setTimeout(240_000);

const cluster = clusterUnderTest.parse(
  JSON.parse(readFileSync(process.env.TRAINYARD_CLUSTER ?? '', 'utf8')),
);

describeEngine(async limit => {
  // A root of its own in the bucket, so that runs of the same name do not meet.
  const root = `contract-${randomBytes(4).toString('hex')}`;
  const location = {
    kind: 's3',
    bucket: cluster.s3.bucket,
    prefix: `${root}/`,
    region: cluster.s3.region,
    endpoint: cluster.s3.endpoint,
    path_style: true,
  } as const;
  const store = await openBucketStore(location, {
    credentials: {
      accessKeyId: cluster.s3.accessKey,
      secretAccessKey: cluster.s3.secretKey,
    },
  });
  const [namespace] = cluster.namespaces;
  const { names, argoServer } = cluster;
  const engine = argoEngine({
    ports: { store: async () => store, storeLocation: () => location },
    settings: {
      clusters: { test: { namespace, argoServer, workflows: {} } },
      rules: [],
      default: 'test',
      workflows: {
        serviceAccount: names.pods,
        stepsImage: cluster.images.steps,
        imagePullPolicy: 'Never',
        hostNetwork: true,
        allowedImages: ['trainyard.test/*'],
        credentials: {
          secret: names.secret,
          accessKey: names.accessKey,
          secretKey: names.secretKey,
        },
        builtins: { cpu: 0.1, memoryGb: 1 },
        commands: { cpu: 0.1, memoryGb: 0.5 },
        witness: { cpu: 0.02, memoryGb: 0.5 },
        backoff: { seconds: 1, factor: 1, capSeconds: 1 },
        quota: { configMap: cluster.quotas[limit], key: names.quotaKey },
      },
      storeForPods: {},
      graceSeconds: 5,
      resyncSeconds: 300,
    },
    environment: {},
    now: () => new Date(),
    monotonic: () => performance.now(),
    logger: mockServices.logger.mock(),
  });
  return {
    engine,
    store,
    prepare: (run, scripts) =>
      preparedRun(engine, store, run, scripts, {
        image: cluster.images.shell,
        more: `namespace: ${root}\n`,
      }),
    close: () => engine.close(),
  };
});

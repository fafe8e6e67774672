import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { openMemoryStore } from '@trainyard/artifacts';
import { stringify } from 'yaml';
import { argoEngine } from '../../argoEngine';
import type { ClusterSettings } from '../../settings';
import { clusterUnderTest } from './clusterUnderTest';

jest.setTimeout(60_000);

const cluster = clusterUnderTest.parse(
  JSON.parse(readFileSync(process.env.TRAINYARD_CLUSTER ?? '', 'utf8')),
);
const { argoServer, kubernetes } = cluster;
const [namespace] = cluster.namespaces;

describe('what is wrong with a cluster is said with the setting that it is about', () => {
  const folder = mkdtempSync(join(tmpdir(), 'trainyard-faults-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  function kubeconfig(change: { token?: string; ca?: string }): string {
    const file = join(folder, `${Object.keys(change).join('-')}.yaml`);
    const named = <T extends object>(rest: T) => [{ name: 'it', ...rest }];
    const text = stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: named({
        cluster: {
          server: kubernetes.url,
          'certificate-authority': change.ca ?? kubernetes.caFile,
        },
      }),
      users: named({ user: { token: change.token ?? kubernetes.portalToken } }),
      contexts: named({ context: { cluster: 'it', user: 'it' } }),
      'current-context': 'it',
    });
    writeFileSync(file, text);
    return file;
  }

  async function troubleOf(settings: Partial<ClusterSettings>) {
    const engine = argoEngine({
      ports: {
        store: async () => openMemoryStore(),
        storeLocation: () => ({
          kind: 's3',
          bucket: 'unused',
          prefix: '',
          region: 'us-east-1',
          path_style: true,
        }),
      },
      settings: {
        clusters: { test: { namespace, workflows: {}, ...settings } },
        rules: [],
        default: 'test',
        workflows: {
          serviceAccount: cluster.names.pods,
          stepsImage: cluster.images.steps,
          credentials: 'ambient',
        },
        storeForPods: {},
        graceSeconds: 1,
        resyncSeconds: 300,
      },
      environment: {},
      now: () => new Date(),
      monotonic: () => performance.now(),
      logger: mockServices.logger.mock(),
    });
    try {
      return await engine.trouble();
    } finally {
      await engine.close();
    }
  }

  it('nothing, where all is well, by either way', async () => {
    expect(await troubleOf({ argoServer })).toBeUndefined();
    expect(
      await troubleOf({ kubernetes: { kubeconfig: kubeconfig({}) } }),
    ).toBeUndefined();
  });

  it.each<[string, () => Partial<ClusterSettings>, RegExp]>([
    [
      'a wrong token of the Argo Server',
      () => ({ argoServer: { ...argoServer, token: 'wrong' } }),
      /clusters\.test\.argoServer\.token.*kubectl create token/s,
    ],
    [
      'a wrong token of Kubernetes',
      () => ({ kubernetes: { kubeconfig: kubeconfig({ token: 'wrong' }) } }),
      /clusters\.test\.kubernetes\.kubeconfig.*token/s,
    ],
    [
      'certificates of somebody else, over the Argo Server',
      () => ({
        argoServer: { ...argoServer, caFile: kubernetes.strangerCaFile },
      }),
      /clusters\.test\.argoServer\.caFile/,
    ],
    [
      'certificates of somebody else, over Kubernetes',
      () => ({
        kubernetes: {
          kubeconfig: kubeconfig({ ca: kubernetes.strangerCaFile }),
        },
      }),
      /clusters\.test\.kubernetes\.kubeconfig.*certificate/s,
    ],
    [
      'a namespace in which the account has no rights',
      () => ({
        namespace: 'default',
        kubernetes: { kubeconfig: kubeconfig({}) },
      }),
      /clusters\.test\.namespace.*may not.*workflows.*rbac\.yaml/s,
    ],
    [
      'a namespace that there is not',
      () => ({ namespace: 'no-such-namespace', argoServer }),
      /clusters\.test\.namespace.*no-such-namespace/s,
    ],
    [
      'nobody who answers',
      () => ({ argoServer: { ...argoServer, url: 'https://127.0.0.1:9' } }),
      /clusters\.test\.argoServer\.url/,
    ],
  ])('%s', async (_, settings, expected) => {
    expect(await troubleOf(settings())).toMatch(expected);
  });
});

import { mockServices } from '@backstage/backend-test-utils';
import { openMemoryStore, type ArtifactStore } from '@trainyard/artifacts';
import type { TrainingEngine } from '@trainyard/backstage-plugin-ml-training-node';
import { argoEngine } from '../argoEngine';
import type { EngineSettings } from '../settings';
import { TOKEN, type Way } from './apis';
import { FakeArgo, type FakeOptions } from './fakeArgo';
import { TemporaryKubeconfig } from './temporaryKubeconfig';

export const STEPS_IMAGE = `registry.example.com/trainyard/steps@sha256:${'b'.repeat(64)}`;

export const WORKFLOWS = {
  serviceAccount: 'trainyard-steps',
  stepsImage: STEPS_IMAGE,
  allowedImages: ['registry.example.com/ml/*'],
  credentials: {
    secret: 'store',
    accessKey: 'access-key',
    secretKey: 'secret-key',
  },
};

export interface OpenedEngine {
  readonly argo: FakeArgo;
  readonly engine: TrainingEngine;
  readonly store: ArtifactStore;
  /** Another one over the same, as after a restart. */
  again(settings?: Partial<EngineSettings>): TrainingEngine;
  close(): Promise<void>;
}

/** An engine before a fake Argo, over either way, with a store in memory. */
export async function openedEngine(
  way: Way,
  settings: Partial<EngineSettings> = {},
  fake: FakeOptions = {},
): Promise<OpenedEngine> {
  const argo = await FakeArgo.start({ token: TOKEN, ...fake });
  const store = openMemoryStore();
  const engines: TrainingEngine[] = [];
  const kubeconfig = new TemporaryKubeconfig(argo.url, { token: TOKEN });
  const again = (other: Partial<EngineSettings> = {}) => {
    const engine = argoEngine({
      ports: {
        store: async () => store,
        storeLocation: () => ({
          kind: 's3',
          bucket: 'training',
          prefix: 'trainyard/',
          region: 'us-east-1',
          path_style: true,
          endpoint: 'https://s3.example.com',
        }),
      },
      settings: {
        clusters: {
          main: {
            namespace: argo.namespace,
            workflows: {},
            ...(way === 'Kubernetes'
              ? { kubernetes: { kubeconfig: kubeconfig.file } }
              : { argoServer: { url: argo.url, token: TOKEN } }),
          },
        },
        rules: [],
        default: 'main',
        workflows: WORKFLOWS,
        storeForPods: {},
        graceSeconds: 0.2,
        resyncSeconds: 300,
        ...settings,
        ...other,
      },
      environment: {},
      now: () => new Date(),
      monotonic: () => performance.now(),
      logger: mockServices.logger.mock(),
    });
    engines.push(engine);
    return engine;
  };
  return {
    argo,
    engine: again(),
    store,
    again,
    async close() {
      await Promise.all(engines.map(engine => engine.close()));
      await argo.close();
      kubeconfig.remove();
    },
  };
}

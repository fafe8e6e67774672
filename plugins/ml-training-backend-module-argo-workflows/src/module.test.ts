import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { openMemoryStore } from '@trainyard/artifacts';
import {
  trainingEnginesExtensionPoint,
  type TrainingEngineFactory,
} from '@trainyard/backstage-plugin-ml-training-node';
import { mlTrainingModuleArgoWorkflows } from './module';
import { WORKFLOWS } from './testing/openedEngine';

describe('the module of Argo Workflows', () => {
  const added = async (argo: object) => {
    const factories: TrainingEngineFactory[] = [];
    const backend = await startTestBackend({
      extensionPoints: [
        [
          trainingEnginesExtensionPoint,
          { addEngine: factory => factories.push(factory) },
        ],
      ],
      features: [
        mlTrainingModuleArgoWorkflows,
        mockServices.rootConfig.factory({
          data: { mlTraining: { engines: { argo } } },
        }),
      ],
    });
    await backend.stop();
    return factories;
  };
  const settings = {
    enabled: true,
    clusters: {
      main: {
        namespace: 'training',
        kubernetes: { kubeconfig: '/nowhere/config' },
      },
    },
    workflows: WORKFLOWS,
  };

  it('adds nothing unless it is turned on', async () => {
    expect(await added({})).toEqual([]);
    expect(await added({ ...settings, enabled: false })).toEqual([]);
  });

  it('adds an engine that starts also where a cluster cannot be reached, and says so', async () => {
    const [factory] = await added(settings);
    const engine = await factory.create({
      store: async () => openMemoryStore(),
      storeLocation: () => ({ kind: 'folder', path: '/store' }),
    });
    expect(engine.name).toBe('argo');
    expect(await engine.trouble()).toMatch(
      /mlTraining\.engines\.argo\.clusters\.main: kubeconfig \/nowhere\/config: it cannot be read/,
    );
    await engine.close();
  });

  it('does not start with settings that make no sense', async () => {
    await expect(added({ ...settings, clusters: {} })).rejects.toThrow(
      /argo\.default: expected one of the clusters, of which there are none/,
    );
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { openMemoryStore } from '@trainyard/artifacts';
import {
  trainingEnginesExtensionPoint,
  type TrainingEngineFactory,
} from '@trainyard/backstage-plugin-ml-training-node';
import { mlTrainingModuleLocalEngine } from './module';
import { readSettings } from './settings';

describe('the module of the embedded engine', () => {
  const added = async (local: object) => {
    const factories: TrainingEngineFactory[] = [];
    const backend = await startTestBackend({
      extensionPoints: [
        [
          trainingEnginesExtensionPoint,
          { addEngine: factory => factories.push(factory) },
        ],
      ],
      features: [
        mlTrainingModuleLocalEngine,
        mockServices.rootConfig.factory({
          data: { mlTraining: { engines: { local } } },
        }),
      ],
    });
    await backend.stop();
    return factories;
  };

  it('adds nothing unless it is turned on', async () => {
    expect(await added({})).toEqual([]);
    expect(await added({ enabled: false })).toEqual([]);
  });

  it('adds an engine that keeps its launches beside the store', async () => {
    const root = await mkdtemp(join(tmpdir(), 'trainyard-module-'));
    try {
      const [factory] = await added({ enabled: true });
      expect(factory.name).toBe('local');
      const engine = await factory.create({
        store: async () => openMemoryStore(),
        storeLocation: () => ({ kind: 'folder', path: join(root, 'store') }),
      });
      expect(engine.name).toBe('local');
      await engine.close();
      await rm(join(root, 'store', 'engine', 'launches'), { recursive: true });
    } finally {
      await rm(root, { recursive: true });
    }
  });

  it.each([
    [{ concurrency: 0 }, /concurrency: expected 1 or more, found 0/],
    [{ concurrency: 1.5 }, /concurrency: expected a whole number/],
    [{ keepDays: -1 }, /keepDays: expected 0 or more, found -1/],
  ])('refuses settings out of range: %j', (local, message) => {
    const config = new ConfigReader({
      mlTraining: { engines: { local: { enabled: true, ...local } } },
    });
    expect(() => readSettings(config)).toThrow(message);
  });
});

import { stringifyEntityRef } from '@backstage/catalog-model';
import { mockServices } from '@backstage/backend-test-utils';
import type { EntityProviderMutation } from '@backstage/plugin-catalog-node';
import type { CatalogFeed } from '@trainyard/backstage-plugin-ml-training-common';
import { feedDataset, feedModel, feedOf, feedRun } from '../testing/feed';
import {
  READS_TO_BELIEVE,
  READS_TO_LOOK_AGAIN,
  TrainingEntityProvider,
} from './TrainingEntityProvider';

const RUNS = ['r1', 'r2', 'r3', 'r4', 'r5'].map(run => feedRun({ run }));
const FULL = feedOf({ revision: 'full', runs: RUNS });
const EMPTY = feedOf({
  revision: 'empty',
  models: [],
  datasets: [],
  runs: [],
});

/** A provider whose feed and neighbours a test sets, with the mutations that reached the catalog. */
async function connected(before: readonly string[] = []) {
  const logger = mockServices.logger.mock();
  const mutations: (readonly string[])[] = [];
  const world = {
    feed: FULL as CatalogFeed | Error,
    authored: new Set<string>(),
    mutationFails: false,
  };
  const provider = new TrainingEntityProvider({
    readFeed: async () => {
      if (world.feed instanceof Error) throw world.feed;
      return world.feed;
    },
    authored: async refs =>
      new Set(refs.filter(ref => world.authored.has(ref))),
    provided: async () => new Set(before),
    portal: 'https://portal.example.com',
    logger,
  });
  await provider.connect({
    refresh: async () => undefined,
    applyMutation: async (mutation: EntityProviderMutation) => {
      if (world.mutationFails) throw new Error('database is locked');
      if (mutation.type !== 'full') throw new Error('a delta patches nothing');
      mutations.push(
        mutation.entities.map(({ entity }) => stringifyEntityRef(entity)),
      );
    },
  });
  return { provider, world, mutations, logger };
}

describe('TrainingEntityProvider', () => {
  it('gives the catalog all that the feed tells', async () => {
    const { provider, mutations } = await connected();

    expect(await provider.read()).toEqual({ outcome: 'applied', entities: 7 });
    expect(mutations[0]).toEqual([
      'model:default/flight_delay',
      'dataset:default/flight_delay_dataset',
      ...RUNS.map(({ run }) => `trainingrun:default/${run}`),
    ]);
  });

  it('does nothing while the revision stays', async () => {
    const { provider, mutations } = await connected();
    await provider.read();

    expect(await provider.read()).toEqual({ outcome: 'unchanged' });
    expect(mutations).toHaveLength(1);
  });

  it('drops what the feed does not name any more', async () => {
    const { provider, world, mutations } = await connected();
    await provider.read();
    world.feed = feedOf({ revision: 'next', runs: RUNS.slice(1) });
    await provider.read();

    expect(mutations[1]).not.toContain('trainingrun:default/r1');
    expect(mutations[1]).toContain('trainingrun:default/r2');
  });

  it('keeps what there is when the feed is suddenly empty, and believes it only after it has said so again and again', async () => {
    const { provider, world, mutations, logger } = await connected();
    await provider.read();
    world.feed = EMPTY;
    for (let reads = 1; reads < READS_TO_BELIEVE; reads += 1) {
      expect(await provider.read()).toEqual({ outcome: 'refused', reads });
    }
    expect(mutations).toHaveLength(1);
    expect(logger.warn).toHaveBeenCalledTimes(1);

    expect(await provider.read()).toEqual({ outcome: 'applied', entities: 0 });
    expect(mutations[1]).toEqual([]);
  });

  it('begins to count anew when the feed says something else in between', async () => {
    const { provider, world, mutations } = await connected();
    await provider.read();
    for (let reads = 1; reads < READS_TO_BELIEVE; reads += 1) {
      world.feed = EMPTY;
      await provider.read();
      world.feed = FULL;
      await provider.read();
    }
    world.feed = EMPTY;

    expect(await provider.read()).toEqual({ outcome: 'refused', reads: 1 });
    expect(mutations).toHaveLength(1);
  });

  it('distrusts a shrunken feed also right after a restart, by what the catalog still holds', async () => {
    const held = RUNS.map(({ run }) => `trainingrun:default/${run}`);
    const { provider, world, mutations } = await connected(held);
    world.feed = feedOf({ models: [], datasets: [], runs: RUNS.slice(0, 1) });

    expect(await provider.read()).toEqual({ outcome: 'refused', reads: 1 });
    expect(mutations).toHaveLength(0);
  });

  it('leaves the catalog as it is while the service fails, and says so once', async () => {
    const { provider, world, mutations, logger } = await connected();
    await provider.read();
    world.feed = new Error('connect ECONNREFUSED');

    expect(await provider.read()).toEqual({ outcome: 'failed' });
    expect(await provider.read()).toEqual({ outcome: 'failed' });
    expect(mutations).toHaveLength(1);
    expect(logger.warn).toHaveBeenCalledTimes(1);

    world.feed = FULL;
    expect(await provider.read()).toEqual({ outcome: 'unchanged' });
    expect(logger.info).toHaveBeenCalledTimes(1);
  });

  it('tries again what the catalog did not take', async () => {
    const { provider, world, mutations } = await connected();
    world.mutationFails = true;
    expect(await provider.read()).toEqual({ outcome: 'failed' });
    world.mutationFails = false;

    expect(await provider.read()).toEqual({ outcome: 'applied', entities: 7 });
    expect(mutations).toHaveLength(1);
  });

  it('leaves a Model to the team that authors it, and takes it back when they stop', async () => {
    const { provider, world, mutations } = await connected();
    world.authored.add('model:default/flight_delay');
    await provider.read();
    expect(mutations[0]).not.toContain('model:default/flight_delay');
    expect(mutations[0]).toContain('dataset:default/flight_delay_dataset');

    world.authored.clear();
    for (let reads = 0; reads < READS_TO_LOOK_AGAIN; reads += 1) {
      expect(await provider.read()).toEqual({ outcome: 'unchanged' });
    }
    await provider.read();
    expect(mutations[1]).toContain('model:default/flight_delay');
  });

  it('does not take an authored Model for a shrunken feed', async () => {
    const { provider, world } = await connected();
    world.feed = feedOf({
      models: ['a', 'b', 'c', 'd'].map(name => feedModel({ name })),
      datasets: [feedDataset()],
      runs: [],
    });
    await provider.read();
    for (const name of ['a', 'b', 'c', 'd']) {
      world.authored.add(`model:default/${name}`);
    }
    world.feed = { ...world.feed, revision: '2' };

    expect(await provider.read()).toEqual({ outcome: 'applied', entities: 1 });
  });

  it('reads once for two that ask at the same time', async () => {
    const { provider, mutations } = await connected();
    await Promise.all([provider.read(), provider.read()]);

    expect(mutations).toHaveLength(1);
  });
});

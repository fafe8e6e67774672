import type { CatalogApi } from '@backstage/catalog-client';
import type { Entity } from '@backstage/catalog-model';
import { catalogOf, type World } from './testing/catalogOf';
import { feedOf } from './testing/feed';

const TEAM = 'group:default/flight-operations';

const flightOperations: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { name: 'flight-operations' },
  spec: { type: 'team', children: [] },
};
const guest: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'guest' },
  spec: { memberOf: ['flight-operations'] },
};
const pipeline: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'flight-delay',
    annotations: { 'trainyard.dev/specification': 'pipeline.yaml' },
  },
  spec: { type: 'training-pipeline', lifecycle: 'production', owner: TEAM },
};
const service: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'arrivals' },
  spec: {
    type: 'service',
    lifecycle: 'production',
    owner: TEAM,
    dependsOn: ['model:flight_delay'],
  },
};
const ownModel: Entity = {
  apiVersion: 'trainyard.dev/v1alpha1',
  kind: 'Model',
  metadata: {
    name: 'written_by_hand',
    annotations: { 'trainyard.dev/of': 'default/flight_delay' },
  },
  spec: {
    type: 'machine-learning-model',
    lifecycle: 'production',
    owner: TEAM,
  },
};
const nobodysModel: Entity = {
  ...ownModel,
  metadata: { name: 'without_owner' },
  spec: { type: 'machine-learning-model', lifecycle: 'production' },
};

/** Polls: the catalog processes and stitches in its own time. */
async function eventually<T>(
  look: () => Promise<T | undefined>,
  isThere: (found: T) => boolean,
): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined && isThere(found)) return found;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

const relationsOf = (entity: Entity | undefined) =>
  (entity?.relations ?? []).map(
    ({ type, targetRef }) => `${type} ${targetRef}`,
  );

describe('catalogModuleMlTraining', () => {
  const world: World = { feed: feedOf() };
  let catalog: CatalogApi;
  const entity = (ref: string, isThere: (found: Entity) => boolean) =>
    eventually(() => catalog.getEntityByRef(ref), isThere);

  beforeAll(async () => {
    catalog = await catalogOf(world, [
      flightOperations,
      guest,
      pipeline,
      service,
      ownModel,
      nobodysModel,
    ]);
  });

  it('puts the feed into the catalog, with relations both ways', async () => {
    const complete = (found: Entity) =>
      relationsOf(found).includes('dependencyOf component:default/arrivals');
    const model = await entity('model:default/flight_delay', complete);

    expect(relationsOf(model).sort()).toEqual([
      'dependencyOf component:default/arrivals',
      `ownedBy ${TEAM}`,
      'producedBy component:default/flight-delay',
      'trainedOn dataset:default/flight_delay_dataset',
    ]);
    const dataset = await entity(
      'dataset:default/flight_delay_dataset',
      found =>
        relationsOf(found).includes('usedToTrain model:default/flight_delay'),
    );
    expect(relationsOf(dataset)).toContain(
      'producedBy component:default/flight-delay',
    );
    await entity('component:default/flight-delay', found =>
      ['model:default/flight_delay', 'trainingrun:default/r1'].every(ref =>
        relationsOf(found).includes(`produces ${ref}`),
      ),
    );
  });

  it('asks the service as the catalog, not as a person', async () => {
    await entity('trainingrun:default/r1', () => true);
    expect(world.askedBy).toBe('plugin:catalog');
  });

  it('answers what a team owns: pipelines, models, datasets and runs', async () => {
    const owned = await eventually(
      () => catalog.getEntities({ filter: { 'relations.ownedBy': TEAM } }),
      ({ items }) => items.length >= 6,
    );

    expect(
      owned.items
        .map(({ kind, metadata }) => `${kind} ${metadata.name}`)
        .sort(),
    ).toEqual([
      'Component arrivals',
      'Component flight-delay',
      'Dataset flight_delay_dataset',
      'Model flight_delay',
      'Model written_by_hand',
      'TrainingRun r1',
    ]);
    const team = await entity(TEAM, found =>
      relationsOf(found).includes('ownerOf model:default/flight_delay'),
    );
    expect(relationsOf(team)).toContain('hasMember user:default/guest');
  });

  it('refuses a Model without an owner, and says why', async () => {
    const answer = await catalog.validateEntity(
      nobodysModel,
      'url:https://git.example.com/all.yaml',
    );

    expect(answer).toMatchObject({
      valid: false,
      errors: [{ message: expect.stringContaining('owner') }],
    });
    expect(
      await catalog.getEntityByRef('model:default/without_owner'),
    ).toBeUndefined();
  });

  it('still refuses a Component without an owner', async () => {
    const answer = await catalog.validateEntity(
      { ...service, spec: { type: 'service', lifecycle: 'production' } },
      'url:https://git.example.com/all.yaml',
    );
    expect(answer.valid).toBe(false);
  });

  it('follows the feed when it is told of a change: what is not named any more goes', async () => {
    world.feed = feedOf({ revision: '2', runs: [] });
    await world.changed?.();
    await eventually(
      async () => ({
        run: await catalog.getEntityByRef('trainingrun:default/r1'),
      }),
      ({ run }) => run === undefined,
    );
    expect(
      await catalog.getEntityByRef('model:default/flight_delay'),
    ).toBeDefined();
  });

  it('leaves a Model that a team wrote itself as the team wrote it', async () => {
    const [trained] = world.feed.models;
    if (!trained) throw new Error('the feed has a model');
    world.feed = {
      ...world.feed,
      revision: '3',
      models: [trained, { ...trained, name: 'written_by_hand' }],
      runs: feedOf().runs,
    };
    await world.changed?.();
    await entity('trainingrun:default/r1', () => true);

    const model = await catalog.getEntityByRef('model:default/written_by_hand');
    expect(model?.metadata.annotations).toMatchObject({
      'trainyard.dev/of': 'default/flight_delay',
      'backstage.io/managed-by-location':
        'url:https://git.example.com/all.yaml',
    });
  });
});

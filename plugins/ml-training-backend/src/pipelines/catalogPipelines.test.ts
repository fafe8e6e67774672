import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { catalogPipelines, pipelineOf } from './catalogPipelines';

function component(name: string, change: Partial<Entity> = {}): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, namespace: 'default' },
    spec: { type: 'training-pipeline', owner: 'rail' },
    ...change,
  };
}

function begin(entities: Entity[]) {
  const held = catalogServiceMock({ entities });
  const catalog = catalogServiceMock.mock({
    queryEntities: held.queryEntities.bind(held),
    getEntityByRef: held.getEntityByRef.bind(held),
  });
  const time = { now: 0 };
  const pipelines = catalogPipelines({
    catalog,
    auth: mockServices.auth(),
    clock: () => time.now,
  });
  return { catalog, pipelines, time };
}

describe('pipelines of the catalog', () => {
  it('are the Components of their type, asked for once in some seconds', async () => {
    const { catalog, pipelines, time } = begin([
      component('tiny'),
      component('website', { spec: { type: 'website', owner: 'rail' } }),
    ]);
    const names = async () => (await pipelines.all()).map(({ name }) => name);
    expect(await Promise.all([names(), names()])).toEqual([['tiny'], ['tiny']]);
    await pipelines.find('Component:default/Tiny');
    expect(catalog.queryEntities).toHaveBeenCalledTimes(1);
    expect(catalog.getEntityByRef).not.toHaveBeenCalled();
    time.now = 3_000;
    await names();
    expect(catalog.queryEntities).toHaveBeenCalledTimes(2);
  });

  it('are found at once when they have just been registered', async () => {
    const { catalog, pipelines } = begin([]);
    await pipelines.all();
    catalog.getEntityByRef.mockResolvedValue(component('new'));
    expect(await pipelines.find('component:default/new')).toMatchObject({
      name: 'new',
      owner: 'group:default/rail',
    });
  });

  it('are asked for again after the catalog did not answer', async () => {
    const { catalog, pipelines } = begin([component('tiny')]);
    catalog.queryEntities.mockRejectedValueOnce(new Error('down'));
    await expect(pipelines.all()).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
    });
    expect(await pipelines.all()).toHaveLength(1);
  });

  it('have the owner of their relation, and a source before a location', () => {
    const entity = component('tiny', {
      metadata: {
        name: 'tiny',
        namespace: 'rail',
        annotations: {
          'backstage.io/managed-by-location': 'url:https://x/a/blob/m/c.yaml',
          'backstage.io/source-location': 'url:https://x/a/tree/m/',
          'trainyard.dev/specification': 'training/pipeline.yaml',
        },
      },
      relations: [{ type: 'ownedBy', targetRef: 'group:default/Road' }],
    });
    expect(pipelineOf(entity)).toEqual({
      entity: 'component:rail/tiny',
      name: 'tiny',
      title: null,
      description: null,
      owner: 'group:default/road',
      annotation: 'training/pipeline.yaml',
      location: 'url:https://x/a/tree/m/',
    });
  });
});

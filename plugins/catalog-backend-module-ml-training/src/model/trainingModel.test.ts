import {
  compileCatalogModel,
  defaultCatalogEntityModel,
} from '@backstage/catalog-model/alpha';
import { trainingModel } from './trainingModel';

const model = compileCatalogModel([defaultCatalogEntityModel, trainingModel]);

function relation(fromKind: string, type: string) {
  return model
    .getRelations({ kind: fromKind })
    ?.find(({ forward }) => forward.type === type);
}

describe('trainingModel', () => {
  it('adds its kinds beside the built-in ones', () => {
    expect(model.listKinds().map(({ names }) => names.kind)).toEqual(
      expect.arrayContaining([
        'Model',
        'Dataset',
        'TrainingRun',
        ...['API', 'Component', 'Domain', 'Group', 'Location'],
        ...['Resource', 'System', 'User'],
      ]),
    );
  });

  it.each([
    ['Group', 'ownerOf', 'ownedBy', ['Model', 'Dataset', 'TrainingRun']],
    ['Model', 'trainedOn', 'usedToTrain', ['Dataset']],
    ['Dataset', 'usedToTrain', 'trainedOn', ['Model']],
    ['Dataset', 'derivedFrom', 'sourceOf', ['Dataset']],
    ['TrainingRun', 'producedBy', 'produces', ['Component']],
    ['Component', 'produces', 'producedBy', ['Model', 'Dataset']],
    ['Component', 'dependsOn', 'dependencyOf', ['Component', 'Model']],
    ['Model', 'dependencyOf', 'dependsOn', ['Component']],
  ])('knows that a %s may be %s, and the way back', (from, type, back, to) => {
    expect(relation(from, type)).toMatchObject({
      toKind: expect.arrayContaining(to),
      reverse: { type: back },
    });
  });

  it('tells about its annotations', () => {
    expect(model.getMetadata().annotations.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'trainyard.dev/specification',
        'trainyard.dev/run',
      ]),
    );
  });
});

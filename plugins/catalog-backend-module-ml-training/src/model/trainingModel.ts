import {
  createCatalogModelLayer,
  type CatalogModelLayerBuilder,
} from '@backstage/catalog-model/alpha';
import {
  ANNOTATIONS,
  RELATIONS,
} from '@trainyard/backstage-plugin-ml-training-common';
import { datasetKind, modelKind, trainingRunKind } from './kinds';

/**
 * What Trainyard adds to the catalog's model: the kinds Model, Dataset and
 * TrainingRun, how they hang together, and its annotations (design §9).
 */
export const trainingModel = createCatalogModelLayer({
  layerId: 'trainyard.dev/training',
  builder: model => {
    model.addKind(modelKind);
    model.addKind(datasetKind);
    model.addKind(trainingRunKind);
    addRelations(model);
    addAnnotations(model);
  },
});

/** A pair must name both kinds, or the catalog shows one direction only. */
function addRelations(model: CatalogModelLayerBuilder) {
  model.addRelationPair({
    fromKind: ['Model', 'Dataset', 'TrainingRun'],
    toKind: ['Group', 'User'],
    description: 'Models, datasets and runs are owned by a group or a user.',
    forward: { type: 'ownedBy', title: 'owned by' },
    reverse: { type: 'ownerOf', title: 'owner of' },
  });
  model.addRelationPair({
    fromKind: 'Model',
    toKind: 'Dataset',
    description: 'Versions of the model were trained on the dataset.',
    forward: { type: RELATIONS.trainedOn, title: 'trained on' },
    reverse: { type: RELATIONS.usedToTrain, title: 'used to train' },
  });
  model.addRelationPair({
    fromKind: ['Model', 'Dataset', 'TrainingRun'],
    toKind: 'Component',
    description: 'The training pipeline made it.',
    forward: { type: RELATIONS.producedBy, title: 'produced by' },
    reverse: { type: RELATIONS.produces, title: 'produces' },
  });
  model.addRelationPair({
    fromKind: 'Dataset',
    toKind: 'Dataset',
    description: 'A dataset was made from another dataset.',
    forward: { type: RELATIONS.derivedFrom, title: 'derived from' },
    reverse: { type: RELATIONS.sourceOf, title: 'source of' },
  });
  // A service that serves a model says so with `dependsOn`, as for anything else.
  model.addRelationPair({
    fromKind: ['Component', 'Resource'],
    toKind: ['Model', 'Dataset'],
    description: 'A component needs a model or a dataset to do its work.',
    forward: { type: 'dependsOn', title: 'depends on' },
    reverse: { type: 'dependencyOf', title: 'dependency of' },
  });
}

function addAnnotations(model: CatalogModelLayerBuilder) {
  const schema = { jsonSchema: { type: 'string', minLength: 1 } };
  model.addAnnotation({
    name: ANNOTATIONS.specification,
    title: 'Training specification',
    description:
      "On a Component of type training-pipeline: the path of its pipeline.yaml, relative to the entity's own file.",
    schema,
  });
  model.addAnnotation({
    name: ANNOTATIONS.name,
    title: 'Training name',
    description:
      'The name as the pipeline wrote it, where the name of the entity had to differ.',
    schema,
  });
  model.addAnnotation({
    name: ANNOTATIONS.run,
    title: 'Run',
    description: 'On a TrainingRun: the id of the run.',
    schema,
  });
  model.addAnnotation({
    name: ANNOTATIONS.of,
    title: 'Speaks of',
    description:
      'On a Model or Dataset that a team wrote itself: the trained one it describes, as namespace/name.',
    schema,
  });
}

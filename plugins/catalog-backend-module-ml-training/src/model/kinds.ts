import type { CatalogModelKindDefinition } from '@backstage/catalog-model/alpha';
import { API_VERSION } from '@trainyard/backstage-plugin-ml-training-common';
import {
  ownerField,
  producedByField,
  relationField,
  specSchema,
  word,
  words,
} from './fields';

const [group = '', version = ''] = API_VERSION.split('/');

/** A trained model, whatever its versions: those are pages, not entities. */
export const modelKind: CatalogModelKindDefinition = {
  group,
  names: { kind: 'Model', singular: 'model', plural: 'models' },
  description:
    'A Model is what training pipelines produce versions of, and what services serve.',
  versions: [
    {
      name: version,
      relationFields: [
        ownerField,
        producedByField,
        relationField('spec.trainedOn', 'trainedOn', 'Dataset'),
      ],
      schema: specSchema(['type', 'lifecycle', 'owner'], {
        type: word,
        lifecycle: word,
        owner: word,
        producedBy: word,
        trainedOn: words,
        newest: word,
        champion: word,
      }),
    },
  ],
};

/** A named body of examples, whatever its versions. */
export const datasetKind: CatalogModelKindDefinition = {
  group,
  names: { kind: 'Dataset', singular: 'dataset', plural: 'datasets' },
  description: 'A Dataset is what models are trained and judged on.',
  versions: [
    {
      name: version,
      relationFields: [
        ownerField,
        producedByField,
        relationField('spec.derivedFrom', 'derivedFrom', 'Dataset'),
      ],
      schema: specSchema(['type', 'owner'], {
        type: word,
        owner: word,
        producedBy: word,
        derivedFrom: words,
        newest: word,
      }),
    },
  ],
};

/** A run worth looking up: a champion's, a candidate's, a pinned or a recent one. */
export const trainingRunKind: CatalogModelKindDefinition = {
  group,
  names: {
    kind: 'TrainingRun',
    singular: 'trainingrun',
    plural: 'trainingruns',
  },
  description: 'A TrainingRun is one execution of a training pipeline.',
  versions: [
    {
      name: version,
      relationFields: [ownerField, producedByField],
      schema: specSchema(['type', 'owner', 'state'], {
        type: word,
        owner: word,
        state: word,
        producedBy: word,
        model: word,
        dataset: word,
      }),
    },
  ],
};

import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import type { Entity } from '@backstage/catalog-model';
import {
  API_VERSION,
  PIPELINE_TYPE,
} from '@trainyard/backstage-plugin-ml-training-common';

const isOurs = (kind: string) => (entity: Entity) =>
  entity.kind === kind && entity.apiVersion === API_VERSION;

const isPipeline = ({ kind, spec }: Entity) =>
  kind === 'Component' && spec?.type === PIPELINE_TYPE;

/** Cards for the overview of an entity. */
export const entityCards = [
  EntityCardBlueprint.make({
    name: 'model',
    params: {
      filter: isOurs('Model'),
      loader: () => import('./EntityModel').then(m => <m.EntityModelCard />),
    },
  }),
  EntityCardBlueprint.make({
    name: 'dataset',
    params: {
      filter: isOurs('Dataset'),
      loader: () =>
        import('./EntityDataset').then(m => <m.EntityDatasetCard />),
    },
  }),
  EntityCardBlueprint.make({
    name: 'run',
    params: {
      filter: isOurs('TrainingRun'),
      loader: () => import('./EntityRun').then(m => <m.EntityRunCard />),
    },
  }),
  EntityCardBlueprint.make({
    name: 'pipeline',
    params: {
      filter: isPipeline,
      loader: () =>
        import('./EntityPipeline').then(m => <m.EntityPipelineCard />),
    },
  }),
];

/** Tabs of an entity: what the pages of Training show, by the same components. */
export const entityContents = [
  EntityContentBlueprint.make({
    name: 'model',
    params: {
      path: '/versions',
      title: 'Versions',
      filter: isOurs('Model'),
      loader: () => import('./EntityModel').then(m => <m.EntityModelContent />),
    },
  }),
  EntityContentBlueprint.make({
    name: 'dataset',
    params: {
      path: '/versions-and-checks',
      title: 'Versions and checks',
      filter: isOurs('Dataset'),
      loader: () =>
        import('./EntityDataset').then(m => <m.EntityDatasetContent />),
    },
  }),
  EntityContentBlueprint.make({
    name: 'run',
    params: {
      path: '/gates',
      title: 'Gates',
      filter: isOurs('TrainingRun'),
      loader: () => import('./EntityRun').then(m => <m.EntityRunContent />),
    },
  }),
  EntityContentBlueprint.make({
    name: 'pipeline',
    params: {
      path: '/training',
      title: 'Training',
      filter: isPipeline,
      loader: () =>
        import('./EntityPipeline').then(m => <m.EntityPipelineContent />),
    },
  }),
];

import {
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
  PageBlueprint,
  SubPageBlueprint,
} from '@backstage/frontend-plugin-api';
import { trainingClient } from '@trainyard/backstage-plugin-ml-training-common';
import {
  compareRouteRef,
  datasetRouteRef,
  datasetsRouteRef,
  modelRouteRef,
  modelsRouteRef,
  overviewRouteRef,
  pipelineRouteRef,
  pipelinesRouteRef,
  runRouteRef,
  runsRouteRef,
  trainingApiRef,
  trainingRouteRef,
} from '@trainyard/backstage-plugin-ml-training-react';
import { RiTrainLine } from '@remixicon/react';
import { entityCards, entityContents } from './entities/entityExtensions';

const api = ApiBlueprint.make({
  params: define =>
    define({
      api: trainingApiRef,
      deps: { discovery: discoveryApiRef, fetch: fetchApiRef },
      factory: ({ discovery, fetch }) =>
        trainingClient({
          baseUrl: () => discovery.getBaseUrl('ml-training'),
          fetch: fetch.fetch,
        }),
    }),
});

const page = PageBlueprint.make({
  params: {
    path: '/training',
    title: 'Training',
    icon: <RiTrainLine />,
    routeRef: trainingRouteRef,
  },
});

const overview = SubPageBlueprint.make({
  name: 'overview',
  params: {
    path: 'overview',
    title: 'Overview',
    routeRef: overviewRouteRef,
    loader: () =>
      import('./overview/OverviewPage').then(m => <m.OverviewPage />),
  },
});

/** The list of runs, and below it a run and the comparison. */
const runs = SubPageBlueprint.make({
  name: 'runs',
  params: {
    path: 'runs',
    title: 'Runs',
    routeRef: runsRouteRef,
    loader: () => import('./runs/RunsRoutes').then(m => <m.RunsRoutes />),
  },
});

const pipelines = SubPageBlueprint.make({
  name: 'pipelines',
  params: {
    path: 'pipelines',
    title: 'Pipelines',
    routeRef: pipelinesRouteRef,
    loader: () =>
      import('./pipelines/PipelinesRoutes').then(m => <m.PipelinesRoutes />),
  },
});

const models = SubPageBlueprint.make({
  name: 'models',
  params: {
    path: 'models',
    title: 'Models',
    routeRef: modelsRouteRef,
    loader: () => import('./models/ModelsRoutes').then(m => <m.ModelsRoutes />),
  },
});

const datasets = SubPageBlueprint.make({
  name: 'datasets',
  params: {
    path: 'datasets',
    title: 'Datasets',
    routeRef: datasetsRouteRef,
    loader: () =>
      import('./datasets/DatasetsRoutes').then(m => <m.DatasetsRoutes />),
  },
});

/** The training pages of the portal. */
export const mlTrainingPlugin = createFrontendPlugin({
  pluginId: 'ml-training',
  title: 'Training',
  extensions: [
    api,
    page,
    overview,
    runs,
    pipelines,
    models,
    datasets,
    ...entityCards,
    ...entityContents,
  ],
  routes: {
    root: trainingRouteRef,
    overview: overviewRouteRef,
    runs: runsRouteRef,
    run: runRouteRef,
    compare: compareRouteRef,
    pipelines: pipelinesRouteRef,
    pipeline: pipelineRouteRef,
    models: modelsRouteRef,
    model: modelRouteRef,
    datasets: datasetsRouteRef,
    dataset: datasetRouteRef,
  },
});

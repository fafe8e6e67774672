import { z } from 'zod';
import { catalogFeed } from './catalogFeed';
import { datasetDetail, datasetsPage, datasetsQuery } from './datasets';
import { evidenceView } from './evidence';
import { health } from './health';
import { modelDetail, modelsPage, modelsQuery } from './models';
import { overview, overviewQuery } from './overview';
import {
  pipelineDetail,
  pipelinesPage,
  pipelinesQuery,
  sourceReading,
  validateBody,
  validated,
} from './pipelines';
import { route } from './route';
import {
  artifactFiles,
  artifactRoots,
  bundleView,
  compareQuery,
  comparison,
  logLine,
  logMatches,
  logQuery,
  metricHistory,
  preview,
  runDetail,
  runFacets,
  runsPage,
  runsQuery,
  submitBody,
  submitted,
  tokenBody,
} from './runs';
import { digest, trainingName } from './shapes';

const ofRun = z.strictObject({ run: z.string().min(1).max(250) });
const ofStep = z.strictObject({ ...ofRun.shape, step: z.string() });
const ofTree = z.strictObject({ ...ofRun.shape, tree: digest });
const named = z.strictObject({ namespace: z.string(), name: trainingName });
const attemptQuery = z.strictObject({
  attempt: z.coerce.number<string | number>().int().positive().optional(),
});
const fileQuery = z.strictObject({ path: z.string().min(1).max(1024) });

/** Every route of the service. Paths are below `/api/ml-training`. */
export const contract = {
  health: route({
    method: 'GET',
    path: '/v1/health',
    summary: 'Whether the service has what it depends on',
    response: health,
  }),
  overview: route({
    method: 'GET',
    path: '/v1/overview',
    summary: 'What needs a person now',
    query: overviewQuery,
    response: overview,
  }),
  listPipelines: route({
    method: 'GET',
    path: '/v1/pipelines',
    summary: 'Pipelines of the catalog, with how they are doing',
    query: pipelinesQuery,
    response: pipelinesPage,
  }),
  showPipeline: route({
    method: 'GET',
    path: '/v1/pipelines/:namespace/:name',
    summary: 'One pipeline, by the namespace and name of its Component',
    params: named,
    response: pipelineDetail,
  }),
  readSource: route({
    method: 'GET',
    path: '/v1/pipelines/:namespace/:name/source',
    summary:
      'The specification as it lies at its source now, with its problems',
    params: named,
    response: sourceReading,
  }),
  validate: route({
    method: 'POST',
    path: '/v1/validate',
    summary: 'Every problem of a specification, with its place',
    body: validateBody,
    response: validated,
  }),
  submitRun: route({
    method: 'POST',
    path: '/v1/runs',
    summary:
      'Start a run of a pipeline; a token starts one run, however often it is sent',
    body: submitBody,
    response: submitted,
  }),
  listRuns: route({
    method: 'GET',
    path: '/v1/runs',
    summary: 'Runs by filters and an expression, sorted, by pages',
    query: runsQuery,
    response: runsPage,
  }),
  runFacets: route({
    method: 'GET',
    path: '/v1/run-facets',
    summary: 'What runs can be filtered by',
    response: runFacets,
  }),
  compareRuns: route({
    method: 'GET',
    path: '/v1/compare',
    summary: 'What differs between two to five runs',
    query: compareQuery,
    response: comparison,
  }),
  showRun: route({
    method: 'GET',
    path: '/v1/runs/:run',
    summary: 'One run with its steps',
    params: ofRun,
    response: runDetail,
  }),
  stopRun: route({
    method: 'POST',
    path: '/v1/runs/:run/stop',
    summary: 'Stop a run; stopping twice is the same as once',
    params: ofRun,
    response: submitted,
  }),
  retryRun: route({
    method: 'POST',
    path: '/v1/runs/:run/retry',
    summary:
      'A new attempt of a run that failed, was stopped or is lost; what was sealed is kept',
    params: ofRun,
    response: submitted,
  }),
  runAgain: route({
    method: 'POST',
    path: '/v1/runs/:run/again',
    summary: 'A new run from the same sealed bundle',
    params: ofRun,
    body: tokenBody,
    response: submitted,
  }),
  reproduceRun: route({
    method: 'POST',
    path: '/v1/runs/:run/reproduce',
    summary:
      'A new run from the same sealed bundle without reuse, with a verdict',
    params: ofRun,
    body: tokenBody,
    response: submitted,
  }),
  showEvidence: route({
    method: 'GET',
    path: '/v1/runs/:run/evidence',
    summary: 'What a decision about the run rests on; verdicts recomputed',
    params: ofRun,
    response: evidenceView,
  }),
  showMetrics: route({
    method: 'GET',
    path: '/v1/runs/:run/metrics',
    summary: 'Newest values, parameters and curves',
    params: ofRun,
    response: metricHistory,
  }),
  showBundle: route({
    method: 'GET',
    path: '/v1/runs/:run/specification',
    summary:
      'What was run, with its lock, and what changed since the run before',
    params: ofRun,
    response: bundleView,
  }),
  readLog: route({
    method: 'GET',
    path: '/v1/runs/:run/steps/:step/log',
    summary: 'The log of a step from any byte on; line by line as it grows',
    params: ofStep,
    query: logQuery,
    response: logLine,
    answers: 'ndjson',
  }),
  searchLog: route({
    method: 'GET',
    path: '/v1/runs/:run/steps/:step/log-search',
    summary: 'Lines of a log that contain a text, at most 200',
    params: ofStep,
    query: z.strictObject({
      ...attemptQuery.shape,
      text: z.string().min(1).max(200),
    }),
    response: logMatches,
  }),
  downloadLog: route({
    method: 'GET',
    path: '/v1/runs/:run/steps/:step/log.txt',
    summary: 'The log of a step as a file',
    params: ofStep,
    query: attemptQuery,
    response: z.unknown(),
    answers: 'bytes',
  }),
  listArtifacts: route({
    method: 'GET',
    path: '/v1/runs/:run/artifacts',
    summary: 'What the steps of a run sealed',
    params: ofRun,
    response: artifactRoots,
  }),
  listArtifactFiles: route({
    method: 'GET',
    path: '/v1/runs/:run/artifacts/:tree',
    summary: 'Files of an artifact of the run',
    params: ofTree,
    response: artifactFiles,
  }),
  previewFile: route({
    method: 'GET',
    path: '/v1/runs/:run/artifacts/:tree/preview',
    summary: 'The beginning of a file, as far as a page can show it',
    params: ofTree,
    query: fileQuery,
    response: preview,
  }),
  downloadFile: route({
    method: 'GET',
    path: '/v1/runs/:run/artifacts/:tree/file',
    summary: 'A file of an artifact, checked against its digest',
    params: ofTree,
    query: fileQuery,
    response: z.unknown(),
    answers: 'bytes',
  }),
  listDatasets: route({
    method: 'GET',
    path: '/v1/datasets',
    summary: 'Datasets with their newest version',
    query: datasetsQuery,
    response: datasetsPage,
  }),
  showDataset: route({
    method: 'GET',
    path: '/v1/datasets/:namespace/:name',
    summary: 'One dataset with its versions',
    params: named,
    response: datasetDetail,
  }),
  listModels: route({
    method: 'GET',
    path: '/v1/models',
    summary: 'Models with their newest version',
    query: modelsQuery,
    response: modelsPage,
  }),
  showModel: route({
    method: 'GET',
    path: '/v1/models/:namespace/:name',
    summary: 'One model with its versions',
    params: named,
    response: modelDetail,
  }),
  catalogFeed: route({
    method: 'GET',
    path: '/v1/catalog-feed',
    summary: 'What the catalog is told',
    response: catalogFeed,
    services: true,
  }),
} as const;
export type Contract = typeof contract;

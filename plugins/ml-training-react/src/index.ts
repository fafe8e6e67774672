/**
 * What other plugins may reuse of the training pages.
 *
 * @packageDocumentation
 */
export * from './client/trainingApiRef';
export * from './client/useAnswer';
export * from './client/useChanges';
export * from './client/useCommand';
export * from './feedback/EmptyState';
export * from './feedback/ErrorPanel';
export * from './feedback/ProblemList';
export * from './routes/routes';
export * from './states/StateBadge';
export * from './states/stateWords';
export * from './values/agoText';
export * from './values/Change';
export * from './values/DigestText';
export * from './values/durationText';
export * from './values/Figure';
export * from './values/When';
export * from './charts/ChartWithTable';
export * from './charts/Drawing';
export * from './evidence';
export * from './tables/FactTable';
export * from './datasets/DatasetView';
export * from './datasets/DatasetsTable';
export * from './models/ModelView';
export * from './models/ModelsTable';
export * from './models/StageBadge';
export * from './tables/CursorPager';
export * from './tables/ListSkeleton';
export * from './tables/useListState';
export * from './values/CommandText';
export * from './values/EntityLink';
export * from './datasets/DatasetCard';
export * from './entities/subjectOf';
export * from './models/ModelCard';
export * from './runs/RunCard';
export * from './routes/MaybeLink';
export * from './pipelines/healthWords';
export * from './pipelines/PipelineHealth';
export * from './pipelines/QualityTrend';
export * from './pipelines/RunStrip';
export * from './routes/useTrainingLinks';
export * from './runs/runColumns';
export * from './runs/RunDuration';
export * from './runs/RunGates';
export * from './runs/RunHeadline';
export * from './runs/RunName';
export * from './runs/RunsTable';
export * from './runs/runWords';
export * from './artifacts';
export * from './bundles';
export * from './logs';
export * from './steps';
export * from './scrolling/ScrollBox';
export * from './pipelines/PipelineCard';

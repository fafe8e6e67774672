import { artifactRoutes, type ArtifactPorts } from './artifacts/artifactRoutes';
import {
  catalogFeedRoutes,
  type FeedPorts,
} from './catalogFeed/catalogFeedRoutes';
import { datasetRoutes, type DatasetPorts } from './datasets/datasetRoutes';
import { healthRoutes, type HealthPorts } from './health/healthRoutes';
import type { LogReader } from './logs/logReader';
import { logRoutes } from './logs/logRoutes';
import { modelRoutes, type ModelPorts } from './models/modelRoutes';
import { overviewRoutes, type OverviewPorts } from './overview/overviewRoutes';
import { pipelineRoutes, type PipelinePorts } from './pipelines/pipelineRoutes';
import type { Handlers } from './router/call';
import { attemptRoutes, type AttemptRoutePorts } from './runs/attemptRoutes';
import { runPageRoutes, type RunPagePorts } from './runs/runPageRoutes';
import { startRoutes, type StartRoutePorts } from './runs/startRoutes';

export type ServicePorts = StartRoutePorts &
  AttemptRoutePorts &
  RunPagePorts &
  PipelinePorts &
  OverviewPorts &
  DatasetPorts &
  ModelPorts &
  ArtifactPorts &
  FeedPorts &
  HealthPorts & { readonly logs: LogReader };

/** Every route of the contract, from the rooms that answer it. */
export function serviceHandlers(ports: ServicePorts): Handlers {
  return {
    ...healthRoutes(ports),
    ...overviewRoutes(ports),
    ...pipelineRoutes(ports),
    ...startRoutes(ports),
    ...attemptRoutes(ports),
    ...runPageRoutes(ports),
    ...logRoutes(ports.logs),
    ...artifactRoutes(ports),
    ...datasetRoutes(ports),
    ...modelRoutes(ports),
    ...catalogFeedRoutes(ports),
  };
}

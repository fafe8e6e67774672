import { z } from 'zod';
import { modelVersion } from './models';
import { pipelineSummary } from './pipelines';
import { runSummary } from './runs';
import { scope } from './shapes';

export const overviewQuery = z.strictObject({ scope: scope.optional() });

/** What needs a person now. */
export const overview = z.strictObject({
  /** Newest first, at most 20; `more` are not listed. */
  troubled: z.strictObject({
    runs: z.array(runSummary),
    more: z.int().nonnegative(),
  }),
  running: z.array(runSummary),
  stale: z.array(pipelineSummary),
  /** Candidates that wait for a decision. */
  candidates: z.array(modelVersion),
  champions: z.array(modelVersion),
  /** Pipelines with their strip and trend, at most 30. */
  pipelines: z.array(pipelineSummary),
});
export type Overview = z.output<typeof overview>;

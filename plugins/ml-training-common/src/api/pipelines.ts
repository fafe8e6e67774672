import { z } from 'zod';
import { runState } from '../runs/runState';
import { headline } from './runs';
import {
  cursor,
  entityRef,
  limit,
  moment,
  page,
  problemShape,
  several,
} from './shapes';

/** A run as a mark in a strip. */
export const runMark = z.strictObject({
  run: z.string(),
  state: runState,
  submittedAt: moment,
  durationSeconds: z.number().nonnegative().nullable(),
  headline: headline.nullable(),
});
export type RunMark = z.output<typeof runMark>;

export const pipelineSummary = z.strictObject({
  /** The Component in the catalog. */
  entity: entityRef,
  name: z.string(),
  title: z.string().nullable(),
  description: z.string().nullable(),
  owner: entityRef,
  /** Newest first, at most 30. */
  lastRuns: z.array(runMark),
  /** Of the ended runs among them; null where none has ended. */
  successRate: z.number().min(0).max(1).nullable(),
  usualSeconds: z.number().nonnegative().nullable(),
  lastSuccess: moment.nullable(),
  /** Last success is older than a day, and than three times the usual distance between successes. */
  stale: z.boolean(),
});
export type PipelineSummary = z.output<typeof pipelineSummary>;

export const pipelinesQuery = z.strictObject({
  owner: several(entityRef),
  /** In name, title or description. */
  text: z.string().max(200).optional(),
  cursor,
  limit,
});
export const pipelinesPage = page(pipelineSummary);
export type PipelinesPage = z.output<typeof pipelinesPage>;

export const pipelineDetail = z.strictObject({
  ...pipelineSummary.shape,
  /** What the annotation says. */
  annotation: z.string().nullable(),
  models: z.array(z.string()),
  datasets: z.array(z.string()),
  engines: z.array(z.strictObject({ name: z.string(), default: z.boolean() })),
  /** What the person who asks may do; a reason where not. */
  actions: z.strictObject({ submit: z.string().nullable() }),
  command: z.string(),
});
export type PipelineDetail = z.output<typeof pipelineDetail>;

/** A pipeline's specification as it lies at its source now. */
export const sourceReading = z.strictObject({
  /** Where it was read; null where the annotation leads nowhere. */
  source: z
    .strictObject({
      kind: z.enum(['url', 'file']),
      target: z.string(),
      commit: z.string().nullable(),
      dirty: z.boolean(),
    })
    .nullable(),
  specification: z.string().nullable(),
  files: z.array(z.strictObject({ path: z.string(), text: z.string() })),
  /** All at once, errors first. Without an error it can be run. */
  problems: z.array(problemShape),
});
export type SourceReading = z.output<typeof sourceReading>;

export const validateBody = z.union([
  z.strictObject({ pipeline: entityRef }),
  z.strictObject({
    /** Text by path. */
    files: z.record(z.string(), z.string()),
    specification: z.string(),
  }),
]);
export const validated = z.strictObject({
  problems: z.array(problemShape),
});
export type Validated = z.output<typeof validated>;

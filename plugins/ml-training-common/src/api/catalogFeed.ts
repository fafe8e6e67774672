import { z } from 'zod';
import { runState } from '../runs/runState';
import { modelStage } from './models';
import { entityRef, moment, trainingName } from './shapes';

/** What the catalog is told: all of it, so that what is not named any more can go. */
export const catalogFeed = z.strictObject({
  /** Changes when anything below does. */
  revision: z.string(),
  models: z.array(
    z.strictObject({
      namespace: z.string(),
      name: trainingName,
      owner: entityRef,
      pipeline: entityRef,
      datasets: z.array(
        z.strictObject({ namespace: z.string(), name: trainingName }),
      ),
      newest: z
        .strictObject({ version: z.int().positive(), stage: modelStage })
        .nullable(),
      champion: z.int().positive().nullable(),
    }),
  ),
  datasets: z.array(
    z.strictObject({
      namespace: z.string(),
      name: trainingName,
      owner: entityRef,
      pipeline: entityRef,
      newest: z.string().nullable(),
      derivedFrom: z.array(
        z.strictObject({ namespace: z.string(), name: trainingName }),
      ),
    }),
  ),
  /** Champions', candidates', pinned and recent ones, bounded a pipeline. */
  runs: z.array(
    z.strictObject({
      run: z.string(),
      namespace: z.string(),
      owner: entityRef,
      pipeline: entityRef,
      state: runState,
      purpose: z.string(),
      submittedAt: moment,
      model: z.string().nullable(),
      dataset: z.string().nullable(),
    }),
  ),
});
export type CatalogFeed = z.output<typeof catalogFeed>;

import { z } from 'zod';
import { checkResult } from '../checks/check';
import { splitDocument } from '../evidence/splitDocument';
import { digest } from '../json/digest';
import { runState } from '../runs/runState';
import { cursor, entityRef, limit, moment, page, several } from './shapes';

export const datasetColumn = z.strictObject({
  name: z.string(),
  type: z.string(),
  nulls: z.int().nonnegative().nullable(),
});

export const datasetVersion = z.strictObject({
  namespace: z.string(),
  name: z.string(),
  version: z.string(),
  tree: digest,
  logical: digest.nullable(),
  rows: z.int().nonnegative().nullable(),
  columns: z.array(datasetColumn),
  split: splitDocument.nullable(),
  checks: z.array(checkResult),
  /** Recomputed here from the results; null where nothing was checked. */
  verdict: z.enum(['passed', 'blocked']).nullable(),
  run: z.string(),
  pipeline: entityRef,
  owner: entityRef,
  publishedAt: moment,
});
export type DatasetVersion = z.output<typeof datasetVersion>;

export const datasetSummary = z.strictObject({
  namespace: z.string(),
  name: z.string(),
  owner: entityRef,
  pipeline: entityRef,
  /** The Dataset in the catalog. */
  entity: entityRef,
  versions: z.int().nonnegative(),
  newest: datasetVersion.nullable(),
  /** Oldest first, at most 30. */
  rowsTrend: z.array(
    z.strictObject({
      version: z.string(),
      rows: z.int().nonnegative().nullable(),
    }),
  ),
});
export type DatasetSummary = z.output<typeof datasetSummary>;

export const datasetsQuery = z.strictObject({
  owner: several(entityRef),
  text: z.string().max(200).optional(),
  cursor,
  limit,
});
export const datasetsPage = page(datasetSummary);
export type DatasetsPage = z.output<typeof datasetsPage>;

export const datasetDetail = z.strictObject({
  ...datasetSummary.shape,
  /** Newest first, at most 200. */
  versionList: z.array(datasetVersion),
  trainedOn: z.array(
    z.strictObject({
      run: z.string(),
      state: runState,
      version: z.string(),
      model: z.string().nullable(),
      submittedAt: moment,
    }),
  ),
});
export type DatasetDetail = z.output<typeof datasetDetail>;

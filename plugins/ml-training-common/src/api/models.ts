import { z } from 'zod';
import { blocker } from '../evidence/verdict';
import { digest } from '../json/digest';
import { headline } from './runs';
import { cursor, entityRef, limit, moment, page, several } from './shapes';

export const modelStage = z.enum([
  'candidate',
  'blocked',
  'approved',
  'champion',
  'retired',
]);
export type ModelStage = z.output<typeof modelStage>;

/** A model version as the service registered it: numbered here, bound to its evidence. */
export const modelVersion = z.strictObject({
  namespace: z.string(),
  name: z.string(),
  version: z.int().positive(),
  stage: modelStage,
  because: z.array(blocker),
  run: z.string(),
  pipeline: entityRef,
  owner: entityRef,
  dataset: z.strictObject({ name: z.string(), version: z.string() }).nullable(),
  model: digest,
  evidenceDigest: digest,
  /** Trees that the decision rests on, by kind. */
  evidence: z.record(z.string(), digest),
  metrics: z.record(z.string(), z.number()),
  headline: headline.nullable(),
  registeredAt: moment,
});
export type ModelVersion = z.output<typeof modelVersion>;

export const modelSummary = z.strictObject({
  namespace: z.string(),
  name: z.string(),
  owner: entityRef,
  pipeline: entityRef,
  /** The Model in the catalog. */
  entity: entityRef,
  versions: z.int().nonnegative(),
  champion: modelVersion.nullable(),
  newest: modelVersion.nullable(),
  /** Oldest first, at most 30: the headline of each version. */
  trend: z.array(z.strictObject({ version: z.int().positive(), headline })),
});
export type ModelSummary = z.output<typeof modelSummary>;

export const modelsQuery = z.strictObject({
  owner: several(entityRef),
  text: z.string().max(200).optional(),
  cursor,
  limit,
});
export const modelsPage = page(modelSummary);
export type ModelsPage = z.output<typeof modelsPage>;

export const modelDetail = z.strictObject({
  ...modelSummary.shape,
  /** Newest first, at most 200. */
  versionList: z.array(modelVersion),
});
export type ModelDetail = z.output<typeof modelDetail>;

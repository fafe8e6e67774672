import { z } from 'zod';
import { bounds } from '../checks/check';
import { metricName } from '../metrics/metricName';

export const gate = z.discriminatedUnion('gate', [
  /** A metric of the evaluation, overall or, with `segment`, of every group of that segment. */
  z.strictObject({
    gate: z.literal('metric'),
    /** Its normal form, such as `segment(origin_size).auc`; names the result. */
    id: z.string(),
    metric: metricName,
    /** Absent where the pipeline has one label. */
    label: z.string().optional(),
    split: z.enum(['validation', 'test']),
    scores: z.enum(['raw', 'calibrated']),
    segment: z.string().optional(),
    expect: bounds,
    severity: z.enum(['critical', 'warning']),
    reason: z.string().optional(),
  }),
  z.strictObject({
    gate: z.literal('size'),
    id: z.string(),
    /** 1 MB is 1,000,000 bytes. */
    artifact_mb: z.number().positive(),
    severity: z.enum(['critical', 'warning']),
    reason: z.string().optional(),
  }),
]);
export type Gate = z.output<typeof gate>;

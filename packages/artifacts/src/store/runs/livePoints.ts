import { metricPoint } from '@trainyard/backstage-plugin-ml-training-common';
import { z } from 'zod';

/** `runs/<run>/<attempt>/<step>/<try>.live/<n>.json`: what a step told of itself while it worked. */
export const livePoints = z.strictObject({
  schema_version: z.literal(1),
  run: z.string(),
  attempt: z.int().positive(),
  step: z.string(),
  try: z.int().positive(),
  n: z.int().positive(),
  points: z.array(metricPoint),
});

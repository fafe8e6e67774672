import { digest } from '@trainyard/backstage-plugin-ml-training-common';
import { z } from 'zod';

/** `runs/<run>/<attempt>/begun.json`: the claim of an attempt's number. */
export const attemptBegun = z.strictObject({
  schema_version: z.literal(1),
  run: z.string(),
  attempt: z.int().positive(),
  host: z.string(),
  at: z.iso.datetime(),
});

/** `runs/<run>/<attempt>/<step>/<try>.started.json`: who is at work, written before the work. */
export const stepBegun = z.strictObject({
  schema_version: z.literal(1),
  run: z.string(),
  attempt: z.int().positive(),
  step: z.string(),
  try: z.int().positive(),
  identity: digest,
  host: z.string(),
  at: z.iso.datetime(),
});

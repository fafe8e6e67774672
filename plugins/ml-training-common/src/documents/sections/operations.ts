import { z } from 'zod';
import { expectation } from '../expectation';
import { duration } from '../instants';
import { column, slug, word } from '../names';
import { law } from './laws';

/** Training never promotes (§39). */
export const promotion = z.strictObject({
  separate_from_training: law(
    'Training makes candidates; people promote them.',
  ),
  approval_required: law('Somebody other than the submitter approves.'),
});

/** Where the model is meant to serve (§25). Accepted; acted upon later. */
export const serving = z.strictObject({
  target: slug.optional().describe('The environment it is meant for.'),
  latency_ms: z
    .number()
    .positive()
    .optional()
    .describe('Milliseconds that one answer may take.'),
  memory_gb: z
    .number()
    .positive()
    .optional()
    .describe('Gigabytes of 10^9 bytes that the model may hold.'),
});

/** When the pipeline runs by itself (§40). Accepted; acted upon later. */
export const schedule = z.strictObject({
  cron: z
    .string()
    .regex(/^\S+( \S+){4}$/, {
      error: expectation(
        'five fields of a cron expression',
        "Write minute, hour, day, month and weekday, such as '0 4 * * *'; it is read in UTC.",
      ),
    })
    .describe('Minute, hour, day, month, weekday; in UTC.'),
  label_maturity: duration
    .optional()
    .describe('How old an example has to be before its label counts as final.'),
});

/** Whose rows a model may learn from (§34). */
export const tenantScope = z.discriminatedUnion('mode', [
  z.strictObject({
    mode: z.literal('shared').describe('One model for all tenants.'),
    excluded_tenants: z
      .array(z.string().min(1))
      .default([])
      .describe('Tenants whose rows are left out. Not built yet.'),
  }),
  z.strictObject({
    mode: z
      .literal('single_tenant')
      .describe('A model of one tenant. Not built yet.'),
    tenant_id: z.string().min(1).describe('The tenant.'),
  }),
]);
export type TenantScope = z.output<typeof tenantScope>;

/** Versioned rules that keep rows out of training (§33). */
export const privacy = z.strictObject({
  rules: z
    .array(word)
    .default([])
    .describe('Versioned names of the rules. Not built yet.'),
  personal_columns: z
    .array(column)
    .default([])
    .describe('Columns that tell of a person. Not built yet.'),
});

import { z } from 'zod';

/** What a step may use. Part of no identity: more of it changes no result. */
export const resources = z.strictObject({
  cpu: z.number().positive().optional().describe('Cores.'),
  memory_gb: z
    .number()
    .positive()
    .optional()
    .describe('Gigabytes of 10^9 bytes.'),
  gpu: z.int().nonnegative().optional().describe('Whole devices.'),
});
export type Resources = z.output<typeof resources>;

import { z } from 'zod';

/** `journal/<minute>/<id>.json` */
export const journalEvent = z.strictObject({
  schema_version: z.literal(1),
  id: z.string(),
  at: z.iso.datetime(),
  event: z.enum([
    'attempt began',
    'step began',
    'step ended',
    'checkpoint saved',
    'attempt ended',
  ]),
  run: z.string(),
  attempt: z.int().positive(),
  step: z.string().optional(),
});
export type JournalEvent = Readonly<z.output<typeof journalEvent>>;

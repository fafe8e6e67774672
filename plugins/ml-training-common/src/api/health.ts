import { z } from 'zod';
import { moment } from './shapes';

/** Whether the service has what it depends on. */
export const health = z.strictObject({
  status: z.enum(['ok', 'down']),
  dependencies: z.array(
    z.strictObject({
      /** `database`, `store`, `catalog`, `reconciler`, `engine:<name>`. */
      name: z.string(),
      status: z.enum(['ok', 'down']),
      because: z.string().nullable(),
      checkedAt: moment,
    }),
  ),
});
export type Health = z.output<typeof health>;

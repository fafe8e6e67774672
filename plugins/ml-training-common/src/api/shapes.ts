import { z } from 'zod';
import { digest } from '../json/digest';

/** Moments on the wire: UTC, milliseconds. */
export const moment = z.iso.datetime({ precision: 3 });

/** `kind:namespace/name`, lower case, as the catalog writes it. */
export const entityRef = z
  .string()
  .regex(/^[a-z0-9-]+:[a-z0-9][a-z0-9._-]*\/[a-z0-9][a-z0-9._-]*$/i, {
    error: 'expected an entity reference such as component:default/name',
  });

export const severity = z.enum(['error', 'warning']);

/** A problem of a document, with its place (see Problem). */
export const problemShape = z.strictObject({
  file: z.string(),
  line: z.int().positive().optional(),
  column: z.int().positive().optional(),
  path: z.array(z.union([z.string(), z.number()])),
  found: z.string(),
  expected: z.string(),
  advice: z.string(),
  severity,
});

/** One page of a list; `next` and `previous` are opaque and signed by nobody's trust: a bent one is refused. */
export function page<Item extends z.ZodType>(item: Item) {
  return z.strictObject({
    items: z.array(item),
    next: z.string().nullable(),
    previous: z.string().nullable(),
    /** Counted up to 10,000; null above that. */
    total: z.int().nonnegative().nullable(),
  });
}

/** A parameter that may be given several times. */
export function several<Item extends z.ZodType<string, string>>(item: Item) {
  return z
    .union([item, z.array(item).max(100)])
    .transform(value => (Array.isArray(value) ? value : [value]))
    .optional();
}

export const limit = z.coerce
  .number<string | number>()
  .int()
  .min(1)
  .max(200)
  .optional();
export const cursor = z.string().max(2000).optional();
export const scope = z.enum(['mine', 'teams', 'all']);
export type Scope = z.output<typeof scope>;

export const trainingName = z.string().min(1).max(250);
export { digest };

import { z } from 'zod';

/**
 * A promise that the platform always keeps (§49). It may be written out; written
 * as false it parses, and keeps the pipeline from running.
 */
export function law(promise: string) {
  return z
    .boolean()
    .default(true)
    .meta({
      description: `${promise} Always so: false keeps the pipeline from running.`,
      law: true,
    });
}

import { readFile } from 'node:fs/promises';
import { digest } from '@trainyard/backstage-plugin-ml-training-common';
import { z } from 'zod';

/**
 * `fetched.json`: what the container that lays out a command's inputs tells the one
 * that watches it. The command may read it and cannot change it.
 */
export const fetched = z.strictObject({
  schema_version: z.literal(1),
  identity: digest,
  try: z.int().positive(),
  ready_at: z.iso.datetime({ precision: 3 }),
  resumed_from: z.int().nonnegative().optional(),
});
export type Fetched = z.output<typeof fetched>;

export async function readFetched(file: string): Promise<Fetched> {
  return fetched.parse(JSON.parse(await readFile(file, 'utf8')));
}

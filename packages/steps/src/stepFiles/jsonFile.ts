import { readFile, writeFile } from 'node:fs/promises';
import {
  canonicalJson,
  type Json,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { z } from 'zod';

/** Canonical JSON and a newline: equal values are equal bytes. */
export async function writeJson(file: string, value: Json): Promise<void> {
  await writeFile(file, `${canonicalJson(value)}\n`);
}

/** @throws ZodError where an earlier step wrote another shape */
export async function readJson<T>(
  file: string,
  schema: z.ZodType<T>,
): Promise<T> {
  return schema.parse(JSON.parse(await readFile(file, 'utf8')));
}

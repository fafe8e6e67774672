import type { z } from 'zod';
import type { ObjectStore } from '../../objects/objectStore';
import { ArtifactError } from '../artifactError';

/** The `schema_version` that this version of Trainyard writes, and the newest it reads. */
const NEWEST = 1;

/**
 * Reads a sealed document.
 *
 * @param about - what the key says of the document, and the document must say too:
 *   one that was copied to another key speaks for what it is not
 * @returns undefined where there is none
 * @throws ArtifactError 'unreadable' or 'too new', naming the key
 */
export async function readDocument<T extends object>(
  objects: ObjectStore,
  key: string,
  schema: z.ZodType<T>,
  about: Partial<T> = {},
): Promise<T | undefined> {
  const bytes = await objects.read(key);
  return bytes && parseDocument(key, bytes, schema, about);
}

/** @throws ArtifactError 'unreadable' or 'too new', naming the key */
export function parseDocument<T extends object>(
  key: string,
  bytes: Uint8Array,
  schema: z.ZodType<T>,
  about: Partial<T> = {},
): T {
  const value = parseJson(key, bytes);
  refuseNewer(key, value);
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw unreadable(key, `${issue.path.join('.') || 'it'}: ${issue.message}`);
  }
  for (const field of Object.keys(about) as (keyof T & string)[]) {
    if (parsed.data[field] !== about[field]) {
      throw unreadable(
        key,
        `${field}: expected ${about[field]}, as its key says, found ${parsed.data[field]}`,
      );
    }
  }
  return parsed.data;
}

function parseJson(key: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw unreadable(key, error instanceof Error ? error.message : 'not JSON');
  }
}

function refuseNewer(key: string, value: unknown) {
  const version =
    typeof value === 'object' && value !== null && 'schema_version' in value
      ? value.schema_version
      : undefined;
  if (typeof version === 'number' && version > NEWEST) {
    throw new ArtifactError(
      'too new',
      key,
      `${key} was written by a newer Trainyard: its schema_version is ${version}, and this one reads up to ${NEWEST}. Update Trainyard.`,
    );
  }
}

function unreadable(key: string, why: string) {
  return new ArtifactError(
    'unreadable',
    key,
    `${key} cannot be read as the document it should be: ${why}. Documents are never changed after they were written: restore it from a copy of the store.`,
  );
}

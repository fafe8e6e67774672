import {
  canonicalJson,
  type Json,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { z } from 'zod';
import type { ObjectStore } from '../../objects/objectStore';
import { ArtifactError } from '../artifactError';

/**
 * Writes a document unless there is one. What could not be read again is refused
 * here, since it could never be mended afterwards.
 *
 * @throws ArtifactError 'invalid'
 */
export async function createDocument<T extends object>(
  objects: ObjectStore,
  key: string,
  schema: z.ZodType<T>,
  document: T,
): Promise<'created' | 'exists'> {
  return objects.create(key, documentBytes(key, schema, document));
}

/**
 * Writes a document that only one writer ever has to write; writing it again,
 * after a doubt whether the first time went through, changes nothing.
 *
 * @throws ArtifactError 'conflict' where another document is there
 */
export async function sealDocument<T extends object>(
  objects: ObjectStore,
  key: string,
  schema: z.ZodType<T>,
  document: T,
): Promise<void> {
  const bytes = documentBytes(key, schema, document);
  if ((await objects.create(key, bytes)) === 'created') return;
  const there = await objects.read(key);
  if (there === undefined || Buffer.compare(there, bytes) !== 0) {
    throw new ArtifactError(
      'conflict',
      key,
      `${key} is sealed already, with other content. Nothing sealed is changed: two processes may be at work on the same run.`,
    );
  }
}

function documentBytes<T extends object>(
  key: string,
  schema: z.ZodType<T>,
  document: T,
): Uint8Array {
  const parsed = schema.safeParse(document);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ArtifactError(
      'invalid',
      key,
      `${key} was not written: ${issue.path.join('.') || 'it'}: ${issue.message}`,
    );
  }
  // Parsed by a schema of a document, it holds nothing that JSON cannot say.
  return Buffer.from(canonicalJson(parsed.data as unknown as Json));
}

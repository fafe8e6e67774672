import {
  canonicalJson,
  json,
  type Json,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { z } from 'zod';

/** Postgres answers whole numbers of 64 bits as texts. */
export type WholeNumber = number | string;

/** A moment of a column, as the wire says it. */
export function momentOf(milliseconds: WholeNumber): string {
  return new Date(Number(milliseconds)).toISOString();
}

export function momentOrNull(milliseconds: WholeNumber | null): string | null {
  return milliseconds === null ? null : momentOf(milliseconds);
}

export function millisecondsOf(moment: string | null): number | null {
  return moment === null ? null : Date.parse(moment);
}

/**
 * A text that both databases keep: Postgres refuses the character 0, and half a
 * character has no bytes.
 */
export function storable(text: string): string {
  return wellFormed(text).replaceAll('\0', '\uFFFD');
}

function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD');
}

export function storableOrNull(text: string | null): string | null {
  return text === null ? null : storable(text);
}

/** A value as a column holds it: canonical JSON, so that equal values are equal texts. */
export function jsonText(value: unknown): string {
  const plain: Json = json.parse(
    JSON.parse(
      JSON.stringify(value, (_, it: unknown) =>
        typeof it === 'string' ? wellFormed(it) : it,
      ),
    ),
  );
  return canonicalJson(plain);
}

export function jsonTextOrNull(value: unknown): string | null {
  return value === null || value === undefined ? null : jsonText(value);
}

/** @throws ZodError where the column holds something else: a release wrote what this one does not know */
export function fromJsonText<Shape extends z.ZodType>(
  shape: Shape,
  text: string,
): z.output<Shape> {
  return shape.parse(JSON.parse(text));
}

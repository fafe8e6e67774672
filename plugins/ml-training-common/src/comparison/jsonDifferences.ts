import { canonicalJson } from '../json/canonicalJson';
import type { Json } from '../json/json';

/** A place in a document at which two of them differ; absent where one has no such place. */
export interface JsonDifference {
  readonly path: readonly string[];
  readonly before?: Json;
  readonly after?: Json;
}

/**
 * Where two documents differ, as deep as they can be told apart: keys of objects,
 * elements of lists of equal length, else the list as a whole. Sorted by path.
 */
export function jsonDifferences(
  before: Json | undefined,
  after: Json | undefined,
  path: readonly string[] = [],
): JsonDifference[] {
  if (isSame(before, after)) return [];
  const one = childrenOf(before);
  const other = childrenOf(after);
  if (!one || !other || !comparable(before, after)) {
    return [
      {
        path,
        ...(before !== undefined && { before }),
        ...(after !== undefined && { after }),
      },
    ];
  }
  const keys = [...new Set([...one.keys(), ...other.keys()])].sort();
  return keys.flatMap(key =>
    jsonDifferences(one.get(key), other.get(key), [...path, key]),
  );
}

function isSame(one: Json | undefined, other: Json | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return canonicalJson(one) === canonicalJson(other);
}

function childrenOf(
  value: Json | undefined,
): ReadonlyMap<string, Json> | undefined {
  return typeof value === 'object' && value !== null
    ? new Map(Object.entries(value))
    : undefined;
}

function comparable(one: Json | undefined, other: Json | undefined): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length;
  }
  return Array.isArray(one) === Array.isArray(other);
}

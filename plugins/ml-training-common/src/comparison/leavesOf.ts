import type { Json } from '../json/json';

export interface Leaf {
  readonly path: readonly string[];
  readonly value: Json;
}

/** The values of a document that hold no others, in its order: an empty list or object is one. */
export function leavesOf(value: Json, path: readonly string[] = []): Leaf[] {
  const children =
    typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return children.length === 0
    ? [{ path, value }]
    : children.flatMap(([key, child]) => leavesOf(child, [...path, key]));
}

/** `training.hyperparameters.num_trees`; a key that holds a dot is quoted, so that no two places share a name. */
export function placeText(path: readonly string[]): string {
  return path
    .map(key => (/[."]/.test(key) ? JSON.stringify(key) : key))
    .join('.');
}

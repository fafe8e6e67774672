import { z } from 'zod';
import type { Json } from '../../json/json';
import { inWords, valueAt, type Finding, type Path } from './finding';
import type { Leaf } from './issueLeaves';
import { isMap } from './maps';
import { didYouMean, nearest } from '../../problems/nearest';
import { keysAt, nameSchemaAt } from './schemasAt';

/** A key that cannot stay, and what to read it as: nothing where nobody can tell. */
export interface WrongKey {
  /** Of the object that has the key. */
  readonly path: Path;
  readonly from: string;
  readonly to?: string;
  readonly finding: Omit<Finding, 'path'>;
}

/** The wrong keys that a leaf tells of: misspelt ones, and names that are no names. */
export function wrongKeys(
  leaf: Leaf,
  schema: z.core.$ZodType,
  root: Json,
): WrongKey[] {
  if (leaf.kind === 'none of') return [];
  if (leaf.kind === 'unknown keys') {
    const elsewhere = keysAt(schema, leaf.path);
    return leaf.keys.map(key => misspelt(key, leaf, elsewhere, root));
  }
  const path = leaf.path.slice(0, -1);
  const key = leaf.path.at(-1);
  const object = valueAt(root, path);
  if (!isMap(object) || typeof key !== 'string') return [];
  if (leaf.issue.code === 'invalid_key')
    return [badName(path, key, schema, object)];
  if (leaf.issue.code !== 'invalid_union' || Object.hasOwn(object, key))
    return [];
  // The key that decides between the kinds is missing: perhaps it is misspelt.
  const written = nearest(key, Object.keys(object));
  return written === undefined
    ? []
    : [misspelt(written, { path, known: [key] }, [], root)];
}

function misspelt(
  key: string,
  { path, known }: { readonly path: Path; readonly known: readonly string[] },
  elsewhere: readonly string[],
  root: Json,
): WrongKey {
  const object = valueAt(root, path);
  const isFree = (other: string) =>
    !isMap(object) || !Object.hasOwn(object, other);
  const free = known.filter(isFree);
  const meant = nearest(key, free) ?? nearest(key, elsewhere.filter(isFree));
  const choices = meant === undefined ? free : [meant];
  return {
    path,
    from: key,
    ...(meant !== undefined && { to: meant }),
    finding: {
      at: 'key',
      found: `the key ${key}`,
      expected: 'a key that is known here',
      advice: choices.length > 0 ? didYouMean(key, choices) : 'Remove it.',
    },
  };
}

function badName(
  path: Path,
  key: string,
  schema: z.core.$ZodType,
  object: Record<string, Json>,
): WrongKey {
  const names = nameSchemaAt(schema, path);
  const meant = [
    key.replace(/[^A-Za-z0-9_]/g, '_'),
    key.toLowerCase().replace(/[^a-z0-9-]/g, '-'),
  ].find(
    other =>
      names &&
      z.safeParse(names, other).success &&
      !Object.hasOwn(object, other),
  );
  return {
    path,
    from: key,
    ...(meant !== undefined && { to: meant }),
    finding: {
      at: 'key',
      found: inWords(key),
      expected: 'a name',
      advice: meant === undefined ? 'Choose another.' : `Write \`${meant}\`.`,
    },
  };
}

/** The value with a key read as another, or left out. */
export function withKey(
  value: Json,
  { path, from, to }: Omit<WrongKey, 'finding'>,
): Json {
  const [part, ...rest] = path;
  if (part === undefined) {
    return Object.fromEntries(
      Object.entries(value as Record<string, Json>).flatMap(([key, child]) => {
        if (key !== from) return [[key, child]];
        return to === undefined ? [] : [[to, child]];
      }),
    );
  }
  if (Array.isArray(value)) {
    return value.map((child, i) =>
      i === part ? withKey(child, { path: rest, from, to }) : child,
    );
  }
  const object = value as Record<string, Json>;
  return { ...object, [part]: withKey(object[part], { path: rest, from, to }) };
}

import type { z } from 'zod';
import type { Json } from '../../json/json';
import { valueAt, type Finding, type Path } from './finding';
import { findingOfLeaf } from './findingOfLeaf';
import { leavesOf, type Leaf } from './issueLeaves';
import { noteIssue } from './issueNotes';
import { withKey, wrongKeys, type WrongKey } from './mend';
import { soundParts } from './soundParts';

export interface ParsedValue<T> {
  /** Only where nothing was found. */
  readonly output?: T;
  readonly findings: readonly Finding[];
  /** What could be parsed; reading the rest throws `Unsound` (see soundParts). */
  readonly sound: T;
}

/**
 * Parses a value and tells every fault at once. A misspelt key is told, read as
 * the key that was meant, and what is below it is looked at too, so that mending
 * one fault does not bring up the next.
 *
 * @param textOf - a scalar as it was written, where that is known: 3.10 is the number 3.1
 */
export function parseValue<S extends z.ZodType>(
  schema: S,
  value: Json,
  textOf: (path: Path) => string | undefined = () => undefined,
): ParsedValue<z.output<S>> {
  return parseMended(schema, { value, mends: [], findings: [] }, textOf);
}

/** More than that are no slips: it is another document, and not worth the time of mending. */
const MOST_FAULTS = 200;

/** A value in which wrong keys were read as the right ones, and what was told of them. */
interface Mended {
  readonly value: Json;
  readonly mends: readonly WrongKey[];
  readonly findings: readonly Finding[];
}

function parseMended<S extends z.ZodType>(
  schema: S,
  { value, mends, findings }: Mended,
  textOf: (path: Path) => string | undefined,
): ParsedValue<z.output<S>> {
  const result = schema.safeParse(value, { error: noteIssue });
  const leaves = result.success
    ? []
    : result.error.issues.flatMap(issue => leavesOf(issue));
  const wrong =
    faultsIn(leaves) > MOST_FAULTS
      ? []
      : leaves.flatMap(leaf => wrongKeys(leaf, schema, value));
  if (wrong.length > 0) {
    const next = wrong.reduce(mended, { value, mends, findings });
    return parseMended(schema, next, textOf);
  }
  const faults = leaves.slice(0, MOST_FAULTS).map(leaf => {
    const path = asWritten(leaf.path, mends);
    return findingOfLeaf(leaf, { path, root: value, textOf });
  });
  const all = [...findings, ...faults];
  return {
    findings: all,
    sound: soundParts(schema, value) as z.output<S>,
    ...(result.success && all.length === 0 && { output: result.data }),
  };
}

function faultsIn(leaves: readonly Leaf[]): number {
  return leaves.reduce(
    (sum, leaf) => sum + (leaf.kind === 'unknown keys' ? leaf.keys.length : 1),
    0,
  );
}

/** Each step leaves one wrong key less: renamed, or left out where nobody knows what it means. */
function mended({ value, mends, findings }: Mended, key: WrongKey): Mended {
  const told = mends.some(
    mend => mend.to === key.from && samePath(mend.path, key.path),
  );
  // What it was read as is wrong here too: it was told once, and is left out.
  if (told) {
    return {
      value: withKey(value, { ...key, to: undefined }),
      mends,
      findings,
    };
  }
  const path = asWritten([...key.path, key.from], mends);
  const taken =
    key.to !== undefined && valueAt(value, [...key.path, key.to]) !== undefined;
  const mend = taken ? { ...key, to: undefined } : key;
  return {
    value: withKey(value, mend),
    mends: [...mends, mend],
    findings: [...findings, { path, ...key.finding }],
  };
}

/** A path of the mended value in the words of the written one. */
function asWritten(path: Path, mends: readonly WrongKey[]): Path {
  return path.map((part, i) => {
    const mend = mends.find(
      ({ to, path: at }) => to === part && samePath(at, path.slice(0, i)),
    );
    return mend ? mend.from : part;
  });
}

function samePath(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((part, i) => part === b[i]);
}

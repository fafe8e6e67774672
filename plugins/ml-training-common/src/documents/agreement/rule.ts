import { inWords, type Finding, type Path } from '../reading/finding';
import { didYouMean } from '../../problems/nearest';
import { whereSound } from '../reading/soundParts';
import type { Specification } from '../specification';

/** One thing on which parts of a specification must agree. A part with a fault of its own is left out (see soundParts). */
export type Rule = (specification: Specification) => readonly Finding[];

/** A rule for each entry; an entry with a fault does not keep the others from being looked at. */
export function each<T>(
  entries: Readonly<Record<string, T>>,
  rule: (name: string, entry: T) => readonly Finding[],
): Finding[] {
  return Object.keys(entries).flatMap(name => [
    ...whereSound(() => rule(name, entries[name])),
  ]);
}

/** A name as SQL compares it: without regard to case. */
export function folded(name: string): string {
  return name.toLowerCase();
}

/** Names that occur again, each with the entry that had it first. */
export function repeated<T>(
  entries: readonly T[],
  nameOf: (entry: T) => string,
): { readonly again: T; readonly first: T }[] {
  const seen = new Map<string, T>();
  return entries.flatMap(again => {
    const name = folded(nameOf(again));
    const first = seen.get(name);
    if (first === undefined) seen.set(name, again);
    return first === undefined ? [] : [{ again, first }];
  });
}

/** A name that must be one of those that are given. */
export function isOneOf(
  name: string,
  known: readonly string[],
  path: Path,
  expected: string,
): Finding[] {
  return known.includes(name)
    ? []
    : [
        {
          path,
          found: inWords(name),
          expected,
          advice: didYouMean(name, known),
        },
      ];
}

import type { z } from 'zod';
import type { Path } from './finding';
import { noteOf } from './issueNotes';

type Issue = z.core.$ZodIssue;

/** An issue with its whole path; a union that could be anything names its options. */
export type Leaf =
  | {
      readonly path: Path;
      readonly kind: 'unknown keys';
      readonly keys: readonly string[];
      readonly known: readonly string[];
    }
  | { readonly path: Path; readonly kind: 'fault'; readonly issue: Issue }
  | {
      readonly path: Path;
      readonly kind: 'none of';
      readonly stated?: string;
      readonly options: readonly Issue[];
    };

/** More than any number of faults within the right shape. */
const OTHER_SHAPE = 1000;

/** Issues with unions taken apart: only those of the option that was probably meant. */
export function leavesOf(issue: Issue, base: Path = []): Leaf[] {
  const path = [...base, ...(issue.path as Path)];
  if (issue.code === 'unrecognized_keys') {
    const note = noteOf(issue.message);
    const known = ('note' in note && note.note.known) || [];
    return [{ path, kind: 'unknown keys', keys: issue.keys, known }];
  }
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) {
    return [{ path, kind: 'fault', issue }];
  }
  const [meant] = issue.errors
    .map(issues => issues.flatMap(one => leavesOf(one, path)))
    .map(leaves => ({ leaves, distance: distance(leaves, path) }))
    .sort((a, b) => a.distance - b.distance);
  if (meant.distance < OTHER_SHAPE) return meant.leaves;
  const note = noteOf(issue.message);
  return [
    {
      path,
      kind: 'none of',
      options: issue.errors.map(([first]) => first),
      ...('stated' in note && { stated: note.stated }),
    },
  ];
}

function distance(leaves: readonly Leaf[], path: Path): number {
  return leaves.reduce((sum, leaf) => {
    if (leaf.kind === 'unknown keys') return sum + leaf.keys.length;
    return sum + (leaf.path.length === path.length ? OTHER_SHAPE : 1);
  }, 0);
}

import type { Comparison } from '@trainyard/backstage-plugin-ml-training-common';

export type ComparedValue = Comparison['values'][number];
export type About = ComparedValue['about'];

/** What a comparison is about: what went in first, what came out last. */
const GROUPS: readonly (readonly [About, string])[] = [
  ['commit', 'Commit'],
  ['specification', 'Specification'],
  ['lock', 'Lock'],
  ['code', 'Code'],
  ['environment', 'Environment'],
  ['source', 'Sources'],
  ['dataset', 'Dataset'],
  ['output', 'Outputs'],
  ['metric', 'Metrics'],
  ['segment', 'Segments'],
];

export interface ComparedGroup {
  readonly about: About;
  readonly title: string;
  readonly values: readonly ComparedValue[];
  /** How many more are the same and not shown. */
  readonly alike: number;
}

/** What differs by what it is about; with `all` also what is the same. Empty groups are left out. */
export function comparedGroups(
  values: readonly ComparedValue[],
  all: boolean,
): ComparedGroup[] {
  return GROUPS.flatMap(([about, title]) => {
    const ofIt = values.filter(value => value.about === about);
    const shown = all ? ofIt : ofIt.filter(({ differs }) => differs);
    if (shown.length === 0) return [];
    return [{ about, title, values: shown, alike: ofIt.length - shown.length }];
  });
}

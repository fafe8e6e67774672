/** What the address of a comparison says. */
export interface CompareAddress {
  /** In order; the others are held against the first. */
  readonly runs: readonly string[];
  /** Also what is the same. */
  readonly all: boolean;
}

/** More cannot be compared. */
export const MOST_RUNS = 5;

export function readCompareAddress(search: URLSearchParams): CompareAddress {
  return {
    runs: [...new Set(search.getAll('run'))].slice(0, MOST_RUNS),
    all: search.get('all') === 'true',
  };
}

export function compareAddress({ runs, all }: CompareAddress): URLSearchParams {
  return new URLSearchParams([
    ...runs.map((run): [string, string] => ['run', run]),
    ...(all ? [['all', 'true'] as [string, string]] : []),
  ]);
}

/** The same runs with this one first. */
export function ledBy(
  { runs, all }: CompareAddress,
  run: string,
): CompareAddress {
  return { runs: [run, ...runs.filter(other => other !== run)], all };
}

export function without(
  { runs, all }: CompareAddress,
  run: string,
): CompareAddress {
  return { runs: runs.filter(other => other !== run), all };
}

import type { Problem } from '../problems/problem';
import { problemAt, type PlaceOf } from '../documents/reading/finding';
import { parseValue } from '../documents/reading/parseValue';
import { readYaml } from '../documents/reading/yamlDocument';
import { lock, type Lock } from './lock';

export interface ReadLock {
  /** Only where there is no problem. */
  readonly lock?: Lock;
  readonly problems: readonly Problem[];
  /** Where a part of it stands, for problems that are found later. */
  readonly placeOf: PlaceOf;
}

/** A source of many files makes a long lock: about 75,000 of them fit. */
const LIMITS = { characters: 10_000_000, values: 500_000 };

/**
 * Reads `pipeline.lock` and tells every problem at once.
 *
 * @param file - as problems name it
 */
export function parseLock(text: string, file: string): ReadLock {
  const { value, findings, placeOf, placeAt, textOf } = readYaml(
    text,
    file,
    LIMITS,
  );
  const refused = findings.map(({ offset, ...finding }) =>
    problemAt(finding, () => ({ file, ...placeAt(offset ?? 0) })),
  );
  if (value === undefined) return { problems: refused, placeOf };
  const parsed = parseValue(lock, value, textOf);
  const problems = [
    ...refused,
    ...parsed.findings.map(finding => problemAt(finding, placeOf)),
  ];
  return {
    problems,
    placeOf,
    ...(problems.length === 0 && parsed.output && { lock: parsed.output }),
  };
}

/** Which Python versions a specification accepts; all parts must hold. */
export type VersionRange = readonly VersionBound[];

interface VersionBound {
  readonly relation: 'like' | '==' | '!=' | '>=' | '<=' | '>' | '<';
  readonly version: readonly number[];
}

const PART = /^(==|!=|>=|<=|>|<)?\s*(\d+(?:\.\d+){0,2})$/;

/**
 * Reads `3.11` (any 3.11.x), `>=3.11` or `>=3.11, <3.14`.
 *
 * @returns undefined where it is none of these
 */
export function parseVersionRange(text: string): VersionRange | undefined {
  const bounds: VersionBound[] = [];
  for (const part of text.split(',')) {
    const [, relation, version] = PART.exec(part.trim()) ?? [];
    if (version === undefined) return undefined;
    bounds.push({
      relation: (relation ?? 'like') as VersionBound['relation'],
      version: numbersOf(version),
    });
  }
  return bounds;
}

/** @param version - as an interpreter tells it, such as 3.11.7; a preview such as 3.14.0rc1 is in no range */
export function isInRange(version: string, range: VersionRange): boolean {
  if (!/^\d+\.\d+\.\d+$/.test(version)) return false;
  const found = numbersOf(version);
  return range.every(bound => HOLDS[bound.relation](found, bound.version));
}

type Relation = (found: readonly number[], bound: readonly number[]) => boolean;

const HOLDS: Record<VersionBound['relation'], Relation> = {
  like: (found, bound) => bound.every((part, index) => part === found[index]),
  '==': (found, bound) => compare(found, bound) === 0,
  '!=': (found, bound) => compare(found, bound) !== 0,
  '>=': (found, bound) => compare(found, bound) >= 0,
  '<=': (found, bound) => compare(found, bound) <= 0,
  '>': (found, bound) => compare(found, bound) > 0,
  '<': (found, bound) => compare(found, bound) < 0,
};

/** Parts that are not written are zero. */
function compare(found: readonly number[], bound: readonly number[]): number {
  const index = found.findIndex((part, at) => part !== (bound[at] ?? 0));
  return index < 0 ? 0 : (found[index] ?? 0) - (bound[index] ?? 0);
}

function numbersOf(version: string): number[] {
  return version.split('.').map(Number);
}

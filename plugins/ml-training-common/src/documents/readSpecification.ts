import type { Problem } from '../problems/problem';
import { disagreements } from './agreement/disagreements';
import { assemble, type SpecificationFiles } from './reading/assemble';
import { problemAt, type PlaceOf } from './reading/finding';
import { isMap } from './reading/maps';
import { parseValue } from './reading/parseValue';
import { Unsound } from './reading/soundParts';
import { specification, type Specification } from './specification';

export interface ReadSpecification {
  /** Only where there is no error. */
  readonly specification?: Specification;
  /** Paths of the files it consists of beside itself, each once. */
  readonly included: readonly string[];
  /** In the order of the files and their lines. */
  readonly problems: readonly Problem[];
  /** Where a part of it stands, for problems that are found later. */
  readonly placeOf: PlaceOf;
}

/**
 * Reads `pipeline.yaml` and what it includes, and tells every problem at once:
 * of the syntax, of each section, and between sections. Whether it can run is
 * another question (runnableProblems).
 *
 * @param path - of the specification among the files; includes are relative to its folder
 */
export function readSpecification(
  files: SpecificationFiles,
  path: string,
): ReadSpecification {
  const assembled = assemble(files, path);
  const { value, unread, problems, placeOf, included } = assembled;
  if (value === undefined) return { included, problems, placeOf };

  const parsed = parseValue(specification, value, assembled.textOf);
  const findings = [
    ...parsed.findings,
    ...(isMap(value) ? disagreements(withUnread(parsed.sound, unread)) : []),
  ];
  const all = inOrder(
    [...problems, ...findings.map(finding => problemAt(finding, placeOf))],
    [path.slice(path.lastIndexOf('/') + 1), ...included],
  );
  const sound = all.every(({ severity }) => severity !== 'error');
  return {
    included,
    problems: all,
    placeOf,
    ...(sound && parsed.output && { specification: parsed.output }),
  };
}

/** A section whose file could not be read is neither there nor missing. */
function withUnread(
  sound: Specification,
  unread: readonly string[],
): Specification {
  const holes = Object.fromEntries(
    unread.map(section => [
      section,
      {
        enumerable: true,
        configurable: true,
        get() {
          throw new Unsound();
        },
      },
    ]),
  );
  return Object.create(sound, holes);
}

function inOrder(
  problems: readonly Problem[],
  files: readonly string[],
): Problem[] {
  const rank = ({ file }: Problem) => {
    const index = files.findIndex(
      path => path === file || path.endsWith(`/${file}`),
    );
    return index < 0 ? files.length : index;
  };
  return [...problems].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0),
  );
}

import { tmpdir } from 'node:os';
import type {
  PlaceOf,
  Problem,
  Specification,
} from '@trainyard/backstage-plugin-ml-training-common';
import { Session } from '../duckdb/session';
import { judgeSql } from './judgeSql';
import { judgeTimes } from './judgeTimes';
import type { SqlProblem } from './tree';

type Path = Problem['path'];

/**
 * Judges every SELECT of a specification without running any, as the steps that
 * run them will: what is refused here would fail there.
 */
export async function judgeSpecification({
  specification,
  placeOf,
}: {
  readonly specification: Specification;
  readonly placeOf: PlaceOf;
}): Promise<readonly Problem[]> {
  const { sources, tables, features, dataset } = specification;
  const views = Object.entries(
    features[dataset?.feature_set_version ?? ''] ?? {},
  );
  const session = await Session.open({ threads: 1, scratch: tmpdir() });
  const problems: Problem[] = [];
  const tell = (path: Path, found: readonly SqlProblem[]) =>
    problems.push(...found.map(problem => problemAt(path, problem, placeOf)));
  try {
    for (const [name, { sql }] of Object.entries(tables)) {
      const judged = await judgeSql(session, sql, Object.keys(sources));
      if (judged.verdict === 'refused') {
        tell(['tables', name, 'sql'], judged.problems);
      }
    }
    for (const [name, view] of views) {
      if (view.kind !== 'sql') continue;
      const path = [
        'features',
        dataset?.feature_set_version ?? '',
        name,
        'sql',
      ];
      const readable = ['examples', ...Object.keys(tables)];
      const judged = await judgeSql(session, view.sql, readable);
      tell(
        path,
        judged.verdict === 'refused'
          ? judged.problems
          : judgeTimes(view.sql, judged.select.node, tables),
      );
    }
  } finally {
    session.close();
  }
  return problems;
}

/** At the place where the specification has the SQL; lines inside it are counted from its first. */
function problemAt(
  path: Path,
  { line, found, expected, advice }: SqlProblem,
  placeOf: PlaceOf,
): Problem {
  const inside = line === undefined ? '' : ` in line ${line} of the SQL`;
  return {
    ...placeOf(path, 'value'),
    path,
    found: `${found}${inside}`,
    expected,
    advice,
    severity: 'error',
  };
}

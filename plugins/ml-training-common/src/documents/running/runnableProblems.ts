import type { Json } from '../../json/json';
import type { Problem } from '../../problems/problem';
import { problemAt, type Path, type PlaceOf } from '../reading/finding';
import type { Specification } from '../specification';
import { movingImages } from './images';
import { switchedOffLaws } from './laws';
import { notBuilt } from './notBuilt';
import { placeholders } from './placeholders';

/**
 * What keeps a specification without problems from running: placeholders, laws
 * switched off, images that may move, and what is not built yet. Warnings tell of
 * what has no effect.
 *
 * @param read - as readSpecification gives it
 */
export function runnableProblems({
  specification,
  placeOf,
}: {
  readonly specification: Specification;
  readonly placeOf: PlaceOf;
}): Problem[] {
  const findings = [
    ...placeholders(specification as Json),
    ...switchedOffLaws(specification),
    ...movingImages(specification),
    ...notBuilt(specification),
  ];
  return findings
    .filter(
      ({ path }, i) =>
        !findings.slice(0, i).some(earlier => isBelow(earlier.path, path)),
    )
    .map(finding => problemAt(finding, placeOf));
}

/** Whether a path is another, or leads to a part of it: one place is told once. */
function isBelow(path: Path, above: Path): boolean {
  return above.every((part, i) => path[i] === part);
}

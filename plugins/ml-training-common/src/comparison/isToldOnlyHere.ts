import type { JsonDifference } from './jsonDifferences';

/** Whether only the lock tells of a place in it: trees and files of sources are told by the source's name. */
export function isToldOnlyHere({
  path,
}: Pick<JsonDifference, 'path'>): boolean {
  return (
    path[0] !== 'sources' || !['tree', 'files'].includes(path[2] ?? 'tree')
  );
}

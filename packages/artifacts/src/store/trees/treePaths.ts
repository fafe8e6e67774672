/** Why the files of a list cannot lie side by side in a folder of any machine. */
export interface PathProblem {
  readonly path: string;
  readonly why: string;
}

// eslint-disable-next-line no-control-regex
const FORBIDDEN = /[\\\u0000-\u001f\u007f-\u009f\ufffd]|\p{Surrogate}/u;

/**
 * What is wrong with the paths of a tree, so that every tree can be laid into a
 * folder on every machine and comes back as it was: relative, `/` between segments,
 * none of them empty, `.` or `..`; no backslash, no control character, nothing that
 * is not Unicode; no two that a file system without regard to case or Unicode form
 * takes for one; no file that is also a folder.
 */
export function pathProblem(paths: Iterable<string>): PathProblem | undefined {
  const known = new Map<string, Place>();
  for (const path of paths) {
    const why = shapeProblem(path) ?? clash(path, known);
    if (why) return { path, why };
  }
  return undefined;
}

function shapeProblem(path: string): string | undefined {
  if (FORBIDDEN.test(path)) {
    return 'a backslash, a control character or bytes that are not UTF-8 are in it';
  }
  if (path.startsWith('/')) return 'it is absolute';
  const segments = path.split('/');
  const bad = segments.find(part => ['', '.', '..'].includes(part));
  return bad === undefined
    ? undefined
    : `it has a segment ${JSON.stringify(bad)}`;
}

interface Place {
  readonly path: string;
  readonly is: 'file' | 'folder';
}

/** Remembers the path and the folders on its way, and says which earlier one it meets. */
function clash(path: string, known: Map<string, Place>): string | undefined {
  const segments = path.split('/');
  for (let depth = 1; depth <= segments.length; depth++) {
    const place: Place = {
      path: segments.slice(0, depth).join('/'),
      is: depth < segments.length ? 'folder' : 'file',
    };
    const folded = fold(place.path);
    const earlier = known.get(folded);
    if (!earlier) {
      known.set(folded, place);
    } else if (earlier.path !== place.path) {
      return `it differs from ${JSON.stringify(earlier.path)} only in case or Unicode form`;
    } else if (earlier.is !== place.is) {
      return `${JSON.stringify(place.path)} would be a file and a folder`;
    } else if (place.is === 'file') {
      return 'it is there twice';
    }
  }
  return undefined;
}

/** One spelling for all that some file system takes for equal. Upper case first: ß becomes SS. */
function fold(path: string): string {
  return path.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}

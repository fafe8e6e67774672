import { access, constants, lstat, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { outsideTrouble } from './outsideTrouble';
import {
  annotationTrouble,
  type SourceReader,
  type SourceTrouble,
} from './sourceReader';

/**
 * Reads pipelines of entities that were registered by `file:`, from folders that
 * the operators have named. Whoever may register an entity would else run commands
 * of any folder of this host.
 *
 * @param allowed - absolute
 */
export function fileSourceReader(allowed: readonly string[]): SourceReader {
  return {
    async open(target, path) {
      const base = dirname(resolve(target));
      const roots = await realPaths(allowed);
      const folder = await realpath(base).catch(() => undefined);
      const root = roots.find(one => folder && isInside(folder, one));
      if (!folder || !root) return notAllowed(target, allowed.length > 0);

      const repository = await repositoryOf(folder, root);
      const wanted = join(folder, path);
      const whose = `the repository ${repository}`;
      if (isAbsolute(path) || !isInside(wanted, repository)) {
        return outsideTrouble(path, whose);
      }
      if (await isForbidden(wanted)) return unreadable(path);
      const real = await realpath(wanted).catch(() => wanted);
      if (!isInside(real, repository)) return outsideTrouble(path, whose);
      return {
        outcome: 'open',
        kind: 'file',
        target: real,
        roots,
        file: real,
        commit: null,
        lasting: true,
        close: async () => undefined,
      };
    },
  };
}

async function realPaths(folders: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    folders.map(folder => realpath(folder).catch(() => undefined)),
  );
  return found.flatMap(folder => folder ?? []);
}

/** @param root - real path, as is `file` */
export function isInside(file: string, root: string): boolean {
  return (
    file === root || file.startsWith(root.endsWith(sep) ? root : root + sep)
  );
}

/** The nearest folder above that git keeps, else the allowed one. */
async function repositoryOf(folder: string, root: string): Promise<string> {
  for (let at = folder; isInside(at, root); at = dirname(at)) {
    const git = await lstat(join(at, '.git')).catch(() => undefined);
    if (git) return at;
    if (at === dirname(at)) break;
  }
  return root;
}

async function isForbidden(file: string): Promise<boolean> {
  try {
    await access(file, constants.R_OK);
    return false;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'EACCES' || code === 'EPERM';
  }
}

function notAllowed(target: string, someAre: boolean): SourceTrouble {
  return annotationTrouble('not allowed', {
    expected: someAre
      ? 'an entity in one of the folders of mlTraining.sources.allowedFolders'
      : 'an entity that was registered by url:',
    found: `file:${target}`,
    advice: `Register the entity from its repository, or ask those who operate the portal to name its folder in mlTraining.sources.allowedFolders${someAre ? '' : ', which is empty'}.`,
  });
}

function unreadable(path: string): SourceTrouble {
  return annotationTrouble('not allowed', {
    expected: `a file ${path} that the portal may read`,
    found: 'no right to read it',
    advice: "Give the portal's user the right to read it.",
  });
}

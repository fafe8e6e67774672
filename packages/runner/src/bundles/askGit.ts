import { execFile } from 'node:child_process';

export interface GitState {
  readonly commit: string;
  /** Whether files of the folder differ from the commit, new ones included. */
  readonly dirty: boolean;
}

export interface GitAnswer {
  /** Relative to the folder; some may be deleted. */
  readonly files: readonly string[];
  /** Null before the first commit. */
  readonly git: GitState | null;
}

/**
 * Asks git about a folder, with two processes at the same time: about 5 ms.
 *
 * @param without - names of folders that do not count, wherever they lie
 * @returns undefined where git is not installed, the folder is in no repository,
 *   or git refuses to look at it (somebody else owns it)
 */
export async function askGit(
  folder: string,
  without: readonly string[],
): Promise<GitAnswer | undefined> {
  const paths = [
    '--',
    '.',
    ...without.map(name => `:(exclude,glob)**/${name}/**`),
  ];
  const [files, status] = await Promise.all([
    git(folder, [
      ...['ls-files', '--cached', '--others', '--exclude-standard', '-z'],
      ...paths,
    ]),
    git(folder, [
      ...['status', '--porcelain=v2', '--branch', '-z'],
      ...['--untracked-files=normal', ...paths],
    ]),
  ]);
  if (files === undefined || status === undefined) return undefined;
  const [, commit] = /(?:^|\0)# branch\.oid ([0-9a-f]+)\0/.exec(status) ?? [];
  return {
    files: files.split('\0').filter(name => name !== ''),
    git:
      commit === undefined
        ? null
        : { commit, dirty: /(?:^|\0)[12u?] /.test(status) },
  };
}

const MOST_BYTES = 256 * 1024 * 1024;

function git(
  folder: string,
  args: readonly string[],
): Promise<string | undefined> {
  return new Promise(resolve => {
    execFile(
      'git',
      // A repository may name a program here that git would run.
      ['-c', 'core.fsmonitor=false', ...args],
      { cwd: folder, env: gitEnvironment(), maxBuffer: MOST_BYTES },
      (error, stdout) => resolve(error ? undefined : stdout),
    );
  });
}

/** Without what a git hook sets for the repository that it belongs to. */
function gitEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !OF_A_REPOSITORY.has(name),
  );
  return {
    ...Object.fromEntries(kept),
    LC_ALL: 'C',
    // Looking at a repository must not write to it.
    GIT_OPTIONAL_LOCKS: '0',
  };
}

const OF_A_REPOSITORY = new Set([
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_COMMON_DIR',
  'GIT_INDEX_FILE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_NAMESPACE',
  'GIT_PREFIX',
]);

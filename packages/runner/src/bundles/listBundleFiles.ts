import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '@trainyard/backstage-plugin-ml-training-common';
import { askGit, type GitState } from './askGit';

export interface BundleFiles {
  /** Relative to the folder, `/`-separated, in the order of their code points. */
  readonly files: readonly string[];
  /** The state of the folder in its repository; null where git cannot say. */
  readonly git: GitState | null;
  /** What cannot be part of a bundle; nothing is left out in silence. */
  readonly problems: readonly Problem[];
}

/**
 * Which files of a pipeline's folder make its source bundle: those that git lists,
 * tracked or not, but for the ignored ones. Where there is no git, all files but
 * those that tools make for themselves.
 */
export async function listBundleFiles(folder: string): Promise<BundleFiles> {
  const answer = await askGit(folder, MADE_BY_RUNS);
  const listed = answer ? answer.files : await walk(folder, '');
  const files: string[] = [];
  const problems: Problem[] = [];
  for (const path of [...new Set(listed)].sort(byCodePoint)) {
    const kind = await kindOf(folder, path);
    if (kind === 'file') files.push(path);
    else if (kind !== 'deleted') problems.push(refusal(path, kind));
  }
  return { files, git: answer?.git ?? null, problems };
}

/** The default store and what Python leaves behind: they change with every run. */
const MADE_BY_RUNS = ['.trainyard', '__pycache__'];

type Kind = 'file' | 'deleted' | Refused;
type Refused = 'misnamed' | 'link' | 'repository' | 'other';

async function kindOf(folder: string, path: string): Promise<Kind> {
  if (path.includes(NOT_UTF8)) return 'misnamed';
  const found = await lstat(join(folder, path)).catch(() => undefined);
  // Git knows it, and somebody has deleted it.
  if (!found) return 'deleted';
  if (found.isFile()) return 'file';
  if (found.isSymbolicLink()) return 'link';
  // Git lists files, and a folder only where another repository begins.
  return found.isDirectory() ? 'repository' : 'other';
}

/** What Node puts in the place of bytes that are no text. */
const NOT_UTF8 = '\uFFFD';

function refusal(path: string, kind: Refused): Problem {
  return { file: path, path: [], severity: 'error', ...REFUSALS[kind] };
}

const REFUSALS: Record<
  Refused,
  Pick<Problem, 'expected' | 'found' | 'advice'>
> = {
  misnamed: {
    expected: 'a file name in UTF-8',
    found: 'other bytes',
    advice: 'Rename the file.',
  },
  link: {
    expected: 'a file',
    found: 'a symbolic link',
    advice:
      'Put the file itself here, or have git ignore the link: what it leads to may change or be missing elsewhere.',
  },
  repository: {
    expected: 'a file',
    found: 'a git repository inside this one',
    advice:
      'Put its files into this repository, or have git ignore the folder: its state is not recorded here.',
  },
  other: {
    expected: 'a file',
    found: 'a pipe, socket or device',
    advice: 'Remove it, or have git ignore it.',
  },
};

const PACKAGES = 'node_modules';
const VIRTUAL_ENVIRONMENT = 'pyvenv.cfg';

/** Without names that begin with a dot: settings of tools, and secrets in `.env`. */
async function walk(root: string, below: string): Promise<string[]> {
  const entries = await readdir(join(root, below), { withFileTypes: true });
  if (entries.some(({ name }) => name === VIRTUAL_ENVIRONMENT)) return [];
  const found = await Promise.all(
    entries
      .filter(({ name }) => !name.startsWith('.') && name !== PACKAGES)
      .filter(({ name }) => !MADE_BY_RUNS.includes(name))
      .map(entry => {
        const path = below ? `${below}/${entry.name}` : entry.name;
        return entry.isDirectory() ? walk(root, path) : [path];
      }),
  );
  return found.flat();
}

/** Does not depend on the language of the machine. */
function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

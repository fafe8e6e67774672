import { readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import {
  lockProblems,
  parseLock,
  readSpecification,
  runnableProblems,
  type Lock,
  type PlaceOf,
  type Problem,
  type Specification,
} from '@trainyard/backstage-plugin-ml-training-common';
import { listBundleFiles } from '../bundles/listBundleFiles';
import { checkRequirements } from '../environments/checkRequirements';
import {
  readBundleFile,
  type BundleFile,
  type SourceBundle,
} from './sourceBundle';

export type GitState = { readonly commit: string; readonly dirty: boolean };

/** A pipeline as it lies in a folder, judged but not yet compiled. */
export interface Pipeline {
  readonly folder: string;
  readonly specification: Specification;
  /** Absent before it was pinned. */
  readonly lock: Lock | undefined;
  readonly bundle: SourceBundle;
  readonly git: GitState | null;
  /** Where a part of the specification stands, for problems that are found later. */
  readonly placeOf: PlaceOf;
  /** Those that keep it from running, and warnings. */
  readonly problems: readonly Problem[];
}

export type ReadOutcome =
  | { readonly outcome: 'read'; readonly pipeline: Pipeline }
  | { readonly outcome: 'invalid'; readonly problems: readonly Problem[] };

/** `pipeline.yaml` → `pipeline.lock`, beside it. */
export function lockNameOf(specification: string): string {
  return specification.replace(/\.ya?ml$/, '').concat('.lock');
}

/**
 * Reads a pipeline from its folder, once: specification, included files, lock,
 * and the files of its code folders that git lists.
 */
export async function readPipeline(file: string): Promise<ReadOutcome> {
  const folder = dirname(resolve(file));
  const name = basename(file);
  // Begun first: git answers while the documents are read.
  const listing = Promise.allSettled([listBundleFiles(folder)]);
  const read = readerOf(folder);
  const { specification, included, problems, placeOf } = readSpecification(
    { read },
    name,
  );
  if (!specification) return { outcome: 'invalid', problems };

  const lockName = lockNameOf(name);
  const lockText = read(lockName);
  const parsed =
    lockText === undefined ? undefined : parseLock(lockText, lockName);
  const lock = parsed?.lock;

  const [answer] = await listing;
  if (answer.status === 'rejected') throw answer.reason;
  const listed = answer.value;
  const folders = codeFolders(specification);
  const paths = [
    name,
    ...included,
    ...requirementFiles(specification),
    ...(lockText === undefined ? [] : [lockName]),
    ...listed.files.filter(path => folders.some(code => isBelow(path, code))),
  ];
  const { files, missing } = await readFiles(folder, paths, name);
  return {
    outcome: 'read',
    pipeline: {
      folder,
      specification,
      lock,
      bundle: { specification: name, files },
      git: listed.git,
      placeOf,
      problems: [
        ...problems,
        ...runnableProblems({ specification, placeOf }),
        ...(parsed?.problems ?? [notPinned(lockName)]),
        ...(lock
          ? lockProblems(
              specification,
              { lock, placeOf: parsed.placeOf },
              requirementDigests(specification, files),
            )
          : []),
        ...missing,
        ...emptyFolders(folders, listed.files, name),
        ...listed.problems.filter(problem =>
          folders.some(code => isBelow(problem.file, code)),
        ),
        ...requirementProblems(specification, files),
      ],
    },
  };
}

function notPinned(lockName: string): Problem {
  return {
    file: lockName,
    path: [],
    expected: 'a lock that names every byte the run reads',
    found: 'no such file',
    advice: 'Run "trainyard pin" and commit what it writes.',
    severity: 'error',
  };
}

/** Reads a text inside the folder; what a link leads out of it counts as missing. */
function readerOf(folder: string): (path: string) => string | undefined {
  return path => {
    try {
      const root = realpathSync(folder);
      const file = realpathSync(join(root, path));
      if (!file.startsWith(root + sep)) return undefined;
      return readFileSync(file, 'utf8');
    } catch {
      return undefined;
    }
  };
}

/** Folders of code that any command of the pipeline runs. */
export function codeFolders(specification: Specification): string[] {
  const runtimes = runtimesOf(specification);
  const folders = runtimes.flatMap(({ code }) =>
    code === undefined || code === 'image' ? [] : [code],
  );
  return [...new Set(folders)];
}

function requirementProblems(
  specification: Specification,
  files: ReadonlyMap<string, BundleFile>,
): Problem[] {
  return requirementFiles(specification).flatMap(path => {
    const file = files.get(path);
    const text = file && Buffer.from(file.content).toString('utf8');
    return text === undefined ? [] : checkRequirements(text, path);
  });
}

function requirementDigests(
  specification: Specification,
  files: ReadonlyMap<string, BundleFile>,
): ReadonlyMap<string, string> {
  return new Map(
    requirementFiles(specification).flatMap(path => {
      const file = files.get(path);
      return file ? [[path, file.sha256]] : [];
    }),
  );
}

export function requirementFiles(specification: Specification): string[] {
  const paths = runtimesOf(specification).flatMap(({ environment }) =>
    environment ? [environment.requirements] : [],
  );
  return [...new Set(paths)].sort();
}

export function runtimesOf({ training, steps }: Specification) {
  return [
    training?.runtime,
    ...Object.values(steps).map(step => step.runtime),
  ].flatMap(runtime => runtime ?? []);
}

function isBelow(path: string, folder: string): boolean {
  const prefix = folder.replace(/^\.\//, '').replace(/\/$/, '');
  return prefix === '.' || prefix === '' || path.startsWith(`${prefix}/`);
}

async function readFiles(
  folder: string,
  paths: readonly string[],
  specification: string,
) {
  const files = new Map<string, BundleFile>();
  const missing: Problem[] = [];
  for (const path of new Set(paths)) {
    const file = await readBundleFile(folder, path).catch(() => undefined);
    if (file) files.set(path, file);
    else {
      missing.push({
        file: specification,
        path: [],
        expected: `a file ${path} beside the specification`,
        found: 'no such file',
        advice: 'Add the file, or mend the path.',
        severity: 'error',
      });
    }
  }
  return { files, missing };
}

function emptyFolders(
  folders: readonly string[],
  listed: readonly string[],
  specification: string,
): Problem[] {
  return folders
    .filter(folder => !listed.some(path => isBelow(path, folder)))
    .map(folder => ({
      file: specification,
      path: ['training', 'runtime', 'code'],
      expected: `a folder ${folder} with files`,
      found: 'no file that git lists',
      advice: 'Add the code there; files that git ignores do not count.',
      severity: 'error',
    }));
}

import { lstat, readdir } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import {
  endInstant,
  instantText,
  treeOfFiles,
  type Lock,
  type LockedFile,
  type LockedSource,
  type Problem,
  type Specification,
} from '@trainyard/backstage-plugin-ml-training-common';
import { hashFile } from './hashFile';
import { requirementFiles, runtimesOf } from './readPipeline';
import type { SourceBundle } from './sourceBundle';

export interface PinRequest {
  readonly folder: string;
  readonly specification: Specification;
  readonly bundle: SourceBundle;
  /** A day or an instant, where the person gave one. */
  readonly asOf: string | undefined;
  readonly now: () => Date;
}

export type PinOutcome =
  | { readonly outcome: 'pinned'; readonly lock: Lock }
  | { readonly outcome: 'invalid'; readonly problems: readonly Problem[] };

/** Resolves every name of a specification to the bytes it means today. */
export async function pinPipeline(request: PinRequest): Promise<PinOutcome> {
  const { specification, bundle } = request;
  const sources: Record<string, LockedSource> = {};
  const problems: Problem[] = [];
  for (const [name, { path, pin }] of Object.entries(specification.sources)) {
    const files = await lockedFiles(request.folder, path);
    if (typeof files === 'string') {
      problems.push({
        file: bundle.specification,
        path: ['sources', name, 'path'],
        expected: 'a file, or a folder with files',
        found: `${path}: ${files}`,
        advice: 'Bring the data there, or mend the path.',
        severity: 'error',
      });
    } else {
      const tree = treeOfFiles(files);
      sources[name] = { path, strength: pin, tree, files: [...files] };
    }
  }
  if (problems.length > 0) return { outcome: 'invalid', problems };
  return {
    outcome: 'pinned',
    lock: {
      lock_version: 1,
      as_of: asOf(request),
      sources,
      environments: Object.fromEntries(
        requirementFiles(specification).flatMap(path => {
          const file = bundle.files.get(path);
          return file ? [[path, { sha256: file.sha256 }]] : [];
        }),
      ),
      images: Object.fromEntries(
        runtimesOf(specification).flatMap(({ container_image: image }) => {
          // A tag alone is refused when one wants to run.
          const digest = image?.split('@')[1];
          return image && digest ? [[image, digest]] : [];
        }),
      ),
    },
  };
}

/** Only a run of today asks the clock, and the lock keeps what it said. */
function asOf({ specification, asOf: flag, now }: PinRequest): Lock['as_of'] {
  if (specification.as_of !== undefined) {
    return {
      instant: instantText(endInstant(specification.as_of)),
      said_by: 'specification',
    };
  }
  return flag === undefined
    ? { instant: now().toISOString(), said_by: 'clock' }
    : { instant: instantText(endInstant(flag)), said_by: 'flag' };
}

/** @returns what was found instead, where it is no file and no folder with files */
async function lockedFiles(
  folder: string,
  path: string,
): Promise<readonly LockedFile[] | string> {
  const root = join(folder, path);
  const found = await lstat(root).catch(() => undefined);
  if (!found) return 'no such file';
  if (found.isFile()) return [await lockedFile(root, basename(root))];
  if (!found.isDirectory()) return 'neither a file nor a folder';
  const names = await readdir(root, { recursive: true, withFileTypes: true });
  const files = names
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .sort();
  if (files.length === 0) return 'a folder without files';
  return Promise.all(
    files.map(file =>
      lockedFile(file, relative(root, file).split(sep).join('/')),
    ),
  );
}

async function lockedFile(file: string, path: string): Promise<LockedFile> {
  return { path, ...(await hashFile(file)) };
}

/** Where a file of a pinned source lies: a source is the file itself, or a folder of files. */
export function placeOf(source: LockedSource, file: LockedFile): string {
  const single =
    source.files.length === 1 && basename(source.path) === file.path;
  return single ? source.path : `${source.path}/${file.path}`;
}

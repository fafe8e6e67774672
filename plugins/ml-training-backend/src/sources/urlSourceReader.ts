import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import type { UrlReaderService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { outsideTrouble } from './outsideTrouble';
import {
  annotationTrouble,
  type SourceReader,
  type SourceTrouble,
} from './sourceReader';

/** What one reading may lay out on this disk. */
const MOST_BYTES = 1024 ** 3;

/**
 * Reads the folder of an entity's repository with one call, so that specification,
 * lock and code are of one moment, also while somebody pushes.
 */
export function urlSourceReader(urlReader: UrlReaderService): SourceReader {
  return {
    async open(target, path) {
      const url = folderOf(target);
      const normal = posix.normalize(path);
      if (posix.isAbsolute(normal) || leadsOut(normal) || /^\w+:/.test(path)) {
        return outsideTrouble(path, url);
      }
      const folder = await realpath(
        await mkdtemp(join(tmpdir(), 'trainyard-source-')),
      );
      const close = () => rm(folder, { recursive: true, force: true });
      try {
        const tree = await urlReader.readTree(url, { filter: bounded() });
        await tree.dir({ targetDir: folder });
        return {
          outcome: 'open',
          kind: 'url',
          target: url,
          roots: [folder],
          file: join(folder, normal),
          commit: commitOf(tree.etag),
          lasting: false,
          close,
        };
      } catch (error) {
        await close();
        return troubleOf(error, url);
      }
    },
  };
}

function leadsOut(path: string): boolean {
  return path === '..' || path.startsWith('../');
}

/** `backstage.io/source-location` is a folder; `managed-by-location` is the entity's file. */
function folderOf(url: string): string {
  return /\.ya?ml$/i.test(url) ? url.slice(0, url.lastIndexOf('/') + 1) : url;
}

/** GitHub's and others' etag is the commit; elsewhere it is opaque. */
function commitOf(etag: string): string | null {
  const [commit] = /[0-9a-f]{64}$|[0-9a-f]{40}$/.exec(etag) ?? [];
  return commit ?? null;
}

class TooLarge extends Error {}

function bounded() {
  let left = MOST_BYTES;
  return (_path: string, info?: { readonly size: number }) => {
    left -= info?.size ?? 0;
    if (left < 0) throw new TooLarge();
    return true;
  };
}

function troubleOf(error: unknown, url: string): SourceTrouble {
  if (error instanceof TooLarge) {
    return annotationTrouble('too large', {
      expected: `a folder of at most ${MOST_BYTES / 1024 ** 3} GiB at ${url}`,
      found: 'more',
      advice:
        'Keep data apart from the pipeline, or set backstage.io/source-location to a smaller folder.',
    });
  }
  const name = isError(error) ? error.name : '';
  if (name === 'NotFoundError') {
    return annotationTrouble('nowhere', {
      expected: `a folder at ${url}`,
      found: 'nothing there',
      advice:
        'Mend the location of the entity: its repository, branch or folder is gone.',
    });
  }
  if (name === 'NotAllowedError' || name === 'AuthenticationError') {
    return annotationTrouble('not allowed', {
      expected: `a repository that the portal may read: ${url}`,
      found: 'no right to read it',
      advice:
        'Ask those who operate the portal to give its integration access, and to list the host in backend.reading.allow where it has none.',
    });
  }
  return annotationTrouble('unreachable', {
    expected: `an answer from ${url}`,
    found: 'none, or one that could not be understood',
    advice:
      'Try again in a moment. If it stays so, tell those who operate the portal: its log has the cause.',
  });
}

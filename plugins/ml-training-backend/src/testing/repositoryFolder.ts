import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { writeLock } from '@trainyard/backstage-plugin-ml-training-common';
import { pinPipeline, readPipeline } from '@trainyard/runner';

/** A folder with a pipeline, as a team would commit it. */
export interface RepositoryFolder {
  /** Real path. */
  readonly folder: string;
  write(files: Readonly<Record<string, string>>): Promise<void>;
  /** Writes pipeline.lock, as `trainyard pin` does. */
  pin(file?: string): Promise<void>;
  remove(): Promise<void>;
}

/** Steps of `sh` only: quick, and needs nothing installed. */
export const TINY_PIPELINE = `spec_version: 1
pipeline: tiny
as_of: 2001-07-01
steps:
  make:
    command: [sh, -c, 'echo made > $TRAINYARD_OUT/given/file']
    outputs: [given]
`;

export async function repositoryFolder(
  files: Readonly<Record<string, string>> = { 'pipeline.yaml': TINY_PIPELINE },
): Promise<RepositoryFolder> {
  const folder = await realpath(
    await mkdtemp(join(tmpdir(), 'trainyard-repository-')),
  );
  const write: RepositoryFolder['write'] = async texts => {
    for (const [path, text] of Object.entries(texts)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
  };
  await write(files);
  return {
    folder,
    write,
    async pin(file = 'pipeline.yaml') {
      const read = await readPipeline(join(folder, file));
      if (read.outcome === 'invalid') {
        throw new Error(JSON.stringify(read.problems));
      }
      const { specification, bundle } = read.pipeline;
      const pinned = await pinPipeline({
        folder: dirname(join(folder, file)),
        specification,
        bundle,
        asOf: undefined,
        now: () => new Date(0),
      });
      if (pinned.outcome === 'invalid') {
        throw new Error(JSON.stringify(pinned.problems));
      }
      await write({
        [file.replace(/\.yaml$/, '.lock')]: writeLock(pinned.lock),
      });
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

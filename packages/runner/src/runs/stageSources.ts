import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ArtifactStore } from '@trainyard/artifacts';
import type { RunEvent } from '@trainyard/backstage-plugin-ml-training-common';
import { hashFile } from '../pipelines/hashFile';
import type { SourceFile, SourcePlace } from './runPorts';

/** A source that is no longer what the lock says. */
export interface SourceProblem {
  readonly source: string;
  readonly file: string;
  readonly expected: string;
  readonly found: string;
}

/**
 * Proves that every source still is what was pinned, and copies it into the store
 * where the pin says so. A file that is gone is no problem while the store has it.
 *
 * @returns every problem at once; nothing was copied of a source that has one
 */
export async function stageSources(
  store: ArtifactStore,
  sources: readonly SourcePlace[],
  tell: (event: RunEvent) => void,
): Promise<readonly SourceProblem[]> {
  const problems: SourceProblem[] = [];
  for (const source of sources) {
    const found = await Promise.all(
      source.files.map(file => judge(store, source, file)),
    );
    const wrong = found.flatMap(problem => problem ?? []);
    problems.push(...wrong);
    if (wrong.length === 0 && source.strength === 'copied') {
      await copy(store, source, tell);
    }
  }
  return problems;
}

async function judge(
  store: ArtifactStore,
  source: SourcePlace,
  file: SourceFile,
): Promise<SourceProblem | undefined> {
  const problem = (expected: string, found: string): SourceProblem => ({
    source: source.name,
    file: file.shown,
    expected,
    found,
  });
  const found = await stat(file.file).catch(() => undefined);
  if (!found?.isFile()) {
    const kept =
      source.strength === 'copied' && (await store.blobs.has(file.sha256));
    return kept
      ? undefined
      : problem(`a file of ${file.bytes} bytes`, 'no such file');
  }
  if (found.size !== file.bytes) {
    return problem(`${file.bytes} bytes`, `${found.size} bytes`);
  }
  const { sha256 } = await hashFile(file.file);
  return sha256 === file.sha256
    ? undefined
    : problem(`sha256 ${file.sha256}`, `sha256 ${sha256}`);
}

async function copy(
  store: ArtifactStore,
  source: SourcePlace,
  tell: (event: RunEvent) => void,
) {
  for (const { file, sha256, bytes } of source.files) {
    if (await store.blobs.has(sha256)) continue;
    await store.blobs.put({ open: () => createReadStream(file) });
    tell({ event: 'source staged', source: source.name, bytes });
  }
  await store.trees.seal(
    source.files.map(({ path, sha256, bytes }) => ({
      path,
      sha256,
      bytes,
      executable: false,
    })),
  );
}

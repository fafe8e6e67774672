import { createHash } from 'node:crypto';
import { chmod, mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ObjectStore } from '@trainyard/artifacts';
import type {
  PlanStep,
  PodWitness,
} from '@trainyard/backstage-plugin-ml-training-common';

/**
 * Brings what Argo uploaded of a try to a folder, and compares all of it with what
 * the witness saw when the command had ended.
 *
 * @param prefix - below which the outputs were uploaded
 * @returns every difference, in words; none where the folder is what the command made
 */
export async function fetchStaged(
  objects: ObjectStore,
  prefix: string,
  { outputs: seen }: Pick<PodWitness, 'outputs'>,
  step: PlanStep,
  folder: string,
): Promise<string[]> {
  const problems: string[] = [];
  const uploaded = new Set<string>();
  for await (const key of objects.list(prefix)) {
    const path = key.slice(prefix.length);
    // Some upload an empty object for a folder.
    if (path !== '' && !path.endsWith('/')) uploaded.add(path);
  }
  const listed = new Set(seen.map(({ path }) => path));
  for (const path of uploaded) {
    if (!listed.has(path)) {
      problems.push(
        `${path} was uploaded, but was not there when the command had ended. ${LEFT_AT_WORK}`,
      );
    }
  }
  for (const file of seen) {
    if (!uploaded.has(file.path)) {
      problems.push(
        `${file.path} was not uploaded, although the command had written it.`,
      );
    } else if (step.outputs.includes(file.path.split('/')[0])) {
      const found = await fetchFile(objects, prefix, file, folder);
      if (found) problems.push(found);
    }
  }
  return problems;
}

const LEFT_AT_WORK =
  'A command must write its outputs completely before it ends, and leave no process behind.';

/** @returns how it differs */
async function fetchFile(
  objects: ObjectStore,
  prefix: string,
  file: PodWitness['outputs'][number],
  folder: string,
): Promise<string | undefined> {
  const to = join(folder, file.path);
  await mkdir(dirname(to), { recursive: true });
  const pieces = await objects.stream(`${prefix}${file.path}`);
  const hash = createHash('sha256');
  let bytes = 0;
  const handle = await open(to, 'w');
  try {
    for await (const piece of pieces ?? []) {
      hash.update(piece);
      bytes += piece.length;
      await handle.writeFile(piece);
    }
  } finally {
    await handle.close();
  }
  if (file.executable) await chmod(to, 0o755);
  const sha256 = hash.digest('hex');
  return sha256 === file.sha256 && bytes === file.bytes
    ? undefined
    : `${file.path} differs from what the witness saw: expected sha256 ${file.sha256} (${file.bytes} bytes), found ${sha256} (${bytes} bytes). ${LEFT_AT_WORK}`;
}

import { chmod, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PlanStep } from '@trainyard/backstage-plugin-ml-training-common';

/** The folder in which one try of a step works. */
export interface StepFolder {
  readonly root: string;
  readonly inputs: string;
  readonly outputs: string;
  /** Where a built-in that judges a command writes what it lets through. */
  readonly judged: string;
  readonly code: string;
  readonly scratch: string;
  readonly checkpoints: string;
  readonly parameters: string;
  readonly metrics: string;
  readonly log: string;
}

export async function makeStepFolder(
  root: string,
  outputs: readonly string[],
): Promise<StepFolder> {
  const folder: StepFolder = {
    root,
    inputs: join(root, 'in'),
    outputs: join(root, 'out'),
    judged: join(root, 'judged'),
    code: join(root, 'code'),
    scratch: join(root, 'scratch'),
    checkpoints: join(root, 'checkpoints'),
    parameters: join(root, 'parameters.json'),
    metrics: join(root, 'metrics.jsonl'),
    log: join(root, 'log'),
  };
  await mkdir(root, { recursive: true, mode: 0o700 });
  await Promise.all(
    [folder.inputs, folder.code, folder.scratch, folder.checkpoints].map(path =>
      mkdir(path),
    ),
  );
  await Promise.all(
    outputs.map(output =>
      mkdir(join(folder.outputs, output), { recursive: true }),
    ),
  );
  return folder;
}

/** Where a step writes each of its outputs, by name. */
export function outputFolders(
  { outputs }: Pick<PlanStep, 'outputs'>,
  folder: string,
): Record<string, string> {
  return Object.fromEntries(outputs.map(name => [name, join(folder, name)]));
}

/**
 * Removes a folder of work. Inputs were laid there read-only, and whoever is not
 * root cannot empty a folder that is read-only.
 */
export async function wipe(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true }).catch(async () => {
    await makeWritable(folder);
    await rm(folder, { recursive: true, force: true });
  });
}

/** Removing goes on in parts of the folder after it has failed in another: they may be gone. */
async function makeWritable(folder: string): Promise<void> {
  try {
    await chmod(folder, 0o700);
    const entries = await readdir(folder, { withFileTypes: true });
    for (const entry of entries) {
      if (entry.isDirectory()) await makeWritable(join(folder, entry.name));
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { thisProcess } from '../hosts/processMark';
import { createOnce } from './createOnce';
import {
  launchBegun,
  launchEnd,
  launchRequest,
  type LaunchBegun,
  type LaunchEnd,
  type LaunchRequest,
} from './launchDocuments';

/**
 * The files by which a service and a process that it started speak with each
 * other; each is written once, so that either may be killed at any moment.
 */
export const LAUNCH_FILES = {
  request: 'request.json',
  begun: 'begun.json',
  /** Asks the process to end in order, also where no signal reaches it. */
  stop: 'stop.json',
  end: 'ended.json',
  /** What the process itself says; what steps say is in their logs. */
  output: 'output.log',
} as const;

/** How often the process gives a sign of life by the time of begun.json, and looks for stop.json. */
export const BEAT_MS = 2000;

export function readLaunchRequest(
  folder: string,
): Promise<LaunchRequest | undefined> {
  return readOnce(join(folder, LAUNCH_FILES.request), launchRequest);
}

/** @returns whether this process is the one that executes; if not, another one is, or it was withdrawn */
export async function beginLaunch(folder: string): Promise<boolean> {
  const begun: LaunchBegun = {
    schema_version: 1,
    state: 'executing',
    by: thisProcess(),
  };
  const file = join(folder, LAUNCH_FILES.begun);
  return (await createOnce(file, begun)) === 'created';
}

/** @returns whether the launch will never begin; if not, it has begun */
export async function withdrawLaunch(
  folder: string,
  at: Date,
): Promise<boolean> {
  const withdrawn: LaunchBegun = {
    schema_version: 1,
    state: 'withdrawn',
    at: at.toISOString(),
  };
  const file = join(folder, LAUNCH_FILES.begun);
  if ((await createOnce(file, withdrawn)) === 'created') return true;
  return (await readLaunchBegun(folder))?.state === 'withdrawn';
}

/** With the last sign of life of who executes, in milliseconds since 1970. */
export async function readLaunchBegun(
  folder: string,
): Promise<(LaunchBegun & { readonly beatAt: number }) | undefined> {
  const file = join(folder, LAUNCH_FILES.begun);
  const begun = await readOnce(file, launchBegun);
  const found = begun && (await stat(file).catch(() => undefined));
  return found && { ...begun, beatAt: found.mtimeMs };
}

export async function endLaunch(folder: string, end: LaunchEnd): Promise<void> {
  await createOnce(join(folder, LAUNCH_FILES.end), end);
}

export function readLaunchEnd(folder: string): Promise<LaunchEnd | undefined> {
  return readOnce(join(folder, LAUNCH_FILES.end), launchEnd);
}

/** Reads a document of a launch, or a like one. @throws where it is not what it should be */
export async function readOnce<T>(
  file: string,
  document: z.ZodType<T>,
): Promise<T | undefined> {
  const text = await readFile(file, 'utf8').catch(error => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return text === undefined ? undefined : document.parse(JSON.parse(text));
}

import { hostname, userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { CommandConsole } from './console';

/** The store that was named, or `.trainyard` beside the pipeline, or where the person stands. */
export function storeFolder(
  { folder }: CommandConsole,
  option: string | boolean | undefined,
  pipeline?: string,
): string {
  if (typeof option === 'string') return resolve(folder, option);
  const beside = pipeline ? dirname(resolve(folder, pipeline)) : folder;
  return join(beside, '.trainyard');
}

/** Who asked, as this machine knows them. */
export function principal(): string {
  try {
    return `user:${userInfo().username}`;
  } catch {
    return 'user:unknown';
  }
}

export function hostName(): string {
  return hostname();
}

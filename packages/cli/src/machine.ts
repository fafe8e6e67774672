import { hostname, userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { CommandConsole } from './console';

/** The store that was named, or `.trainyard` beside the pipeline, or where the person stands. */
export function storeFolder(
  { folder }: CommandConsole,
  { store, namespace }: StoreOptions,
  pipeline?: string,
): string {
  const beside = pipeline ? dirname(resolve(folder, pipeline)) : folder;
  const root =
    typeof store === 'string'
      ? resolve(folder, store)
      : join(beside, '.trainyard');
  return namespace === undefined || namespace === DEFAULT_NAMESPACE
    ? root
    : join(root, 'namespaces', String(namespace));
}

/** Each namespace has a root of its own, so that none meets another's names, results or rows. */
interface StoreOptions {
  readonly store?: string | boolean;
  readonly namespace?: string | boolean;
}

const DEFAULT_NAMESPACE = 'default';

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

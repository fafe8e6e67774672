import { hostname, userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { StoreLocation } from '@trainyard/backstage-plugin-ml-training-common';
import type { CommandConsole } from './console';
import { namespaceOf, readStoreAddress } from './storeAddress';

/**
 * The store that was named, or `.trainyard` beside the pipeline, or where the
 * person stands.
 *
 * @throws WrongUse where what was named is no store
 */
export function storeOf(
  terminal: CommandConsole,
  { store, namespace }: StoreOptions,
  pipeline?: string,
): StoreLocation {
  const { folder } = terminal;
  const beside = pipeline ? dirname(resolve(folder, pipeline)) : folder;
  const root: StoreLocation =
    typeof store === 'string'
      ? readStoreAddress(store, terminal)
      : { kind: 'folder', path: join(beside, '.trainyard') };
  return typeof namespace === 'string' ? namespaceOf(root, namespace) : root;
}

interface StoreOptions {
  readonly store?: string | boolean;
  readonly namespace?: string | boolean;
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

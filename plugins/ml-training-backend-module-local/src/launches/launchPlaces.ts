import { join } from 'node:path';
import type { StoreLocation } from '@trainyard/backstage-plugin-ml-training-common';
import type { EngineRef } from '@trainyard/backstage-plugin-ml-training-node';

const LAUNCH = /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/;

/** Where the engine keeps what it knows; nothing of it is only in memory. */
export class LaunchPlaces {
  constructor(readonly root: string) {}

  get launches(): string {
    return join(this.root, 'launches');
  }

  get queue(): string {
    return join(this.root, 'queue');
  }

  /** @throws TypeError where the name would be another place than a folder of ours */
  launch(id: string): string {
    if (!LAUNCH.test(id)) {
      throw new TypeError(
        `${JSON.stringify(id)} names no launch: expected letters, digits, dots, dashes and underscores`,
      );
    }
    return join(this.launches, id);
  }
}

export function launchId({
  run,
  attempt,
}: Pick<EngineRef, 'run' | 'attempt'>): string {
  return `${run}.${attempt}`;
}

/**
 * Where the store is a folder, on its disk, so that laying out an input costs no
 * copy where the disk can clone. Apart from every other attempt: one that is cut
 * off on a host that is gone must not keep the next one from beginning here.
 */
export function workFolder(
  store: StoreLocation,
  { root }: LaunchPlaces,
  attempt: number,
): string {
  return store.kind === 'folder'
    ? join(store.path, 'work', '.engine', String(attempt))
    : join(root, 'work', String(attempt));
}

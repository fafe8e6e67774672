import { randomUUID } from 'node:crypto';
import type { ArtifactStore } from '@trainyard/artifacts';
import type { HealthCheck } from './healthRoutes';

/** Writes a small object as runs write theirs, and takes it away again. */
export function storeCheck(store: () => Promise<ArtifactStore>): HealthCheck {
  return async () => {
    const { objects } = await store();
    // Below staging, where the sweep finds what a kill leaves behind.
    const key = `staging/health/${randomUUID()}`;
    await objects.create(key, Buffer.from('{}'));
    await objects.remove(key);
    return undefined;
  };
}

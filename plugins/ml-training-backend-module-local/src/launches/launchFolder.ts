import { join } from 'node:path';
import { InputError } from '@backstage/errors';
import type { EnginePorts } from '@trainyard/backstage-plugin-ml-training-node';
import type { EngineSettings } from '../settings';

/**
 * Where launches are kept: what the operator named, else beside the store.
 *
 * @throws InputError where the store is no folder, and none was named
 */
export function launchFolder(
  { folder }: Pick<EngineSettings, 'folder'>,
  { storeLocation }: Pick<EnginePorts, 'storeLocation'>,
): string {
  if (folder !== undefined) return folder;
  const store = storeLocation('default');
  if (store.kind === 'folder') return join(store.path, 'engine');
  throw new InputError(
    'mlTraining.engines.local.folder: expected an absolute folder of this host, found none. The store lies in a bucket, and runs need a disk to work on: name a folder that is kept over restarts.',
  );
}

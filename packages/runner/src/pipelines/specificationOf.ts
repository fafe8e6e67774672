import {
  parseLock,
  readSpecification,
  type Lock,
  type Specification,
} from '@trainyard/backstage-plugin-ml-training-common';
import { lockNameOf } from './readPipeline';
import type { SourceBundle } from './sourceBundle';

/**
 * The specification and lock of a bundle that was sealed, read as they were when
 * it was.
 *
 * @throws TypeError where it cannot be read: only bundles without problems are sealed
 */
export function specificationOf(bundle: SourceBundle): {
  readonly specification: Specification;
  readonly lock: Lock;
} {
  const read = (path: string) => {
    const file = bundle.files.get(path);
    return file && Buffer.from(file.content).toString('utf8');
  };
  const { specification } = readSpecification({ read }, bundle.specification);
  const lockName = lockNameOf(bundle.specification);
  const { lock } = parseLock(read(lockName) ?? '', lockName);
  if (!specification || !lock) {
    throw new TypeError(
      `the sealed ${bundle.specification} cannot be read by this release`,
    );
  }
  return { specification, lock };
}

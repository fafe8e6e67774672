import {
  compilePlan,
  type Digest,
  type Environment,
  type Lock,
  type Plan,
  type Runtime,
  type Specification,
} from '@trainyard/backstage-plugin-ml-training-common';
import { codeFolders } from './readPipeline';
import { codeTree, type SourceBundle } from './sourceBundle';

export interface BundleToPlan {
  readonly bundle: SourceBundle;
  readonly specification: Specification;
  readonly lock: Lock;
  /** Of the built-in steps, by name. */
  readonly versions: ReadonlyMap<string, string>;
  /** What a command with this runtime runs in: engines differ in that. */
  readonly environmentOf: (runtime: Runtime | undefined) => Environment;
}

/** The plan of a bundle; its code folders are artifacts of their own. */
export function planOfBundle(source: BundleToPlan): Plan {
  const { bundle, specification, lock, versions, environmentOf } = source;
  const code = new Map<string, Digest>(
    codeFolders(specification).map(folder => [
      folder,
      codeTree(bundle, folder),
    ]),
  );
  return compilePlan({ specification, lock, code, environmentOf, versions });
}

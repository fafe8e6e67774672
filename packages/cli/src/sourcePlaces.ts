import { join } from 'node:path';
import type {
  Digest,
  Lock,
} from '@trainyard/backstage-plugin-ml-training-common';
import { placeOf, type SourcePlace } from '@trainyard/runner';

/** Where the pinned sources of a pipeline lie on this machine. */
export function sourcePlaces(
  folder: string,
  lock: Lock,
): ReadonlyMap<Digest, SourcePlace> {
  return new Map(
    Object.entries(lock.sources).map(([name, source]) => [
      source.tree,
      {
        name,
        strength: source.strength,
        files: source.files.map(file => {
          const shown = placeOf(source, file);
          return { ...file, shown, file: join(folder, shown) };
        }),
      },
    ]),
  );
}

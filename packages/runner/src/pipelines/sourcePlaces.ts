import { join } from 'node:path';
import type {
  Digest,
  Lock,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { SourcePlace } from '../runs/runPorts';
import { placeOf } from './pinPipeline';

/**
 * Where the pinned sources of a pipeline lie on this machine.
 *
 * @param strengths - leave out `copied` where the store is asked and not the disk
 */
export function sourcePlaces(
  folder: string,
  lock: Lock,
  strengths: readonly SourcePlace['strength'][] = ['copied', 'sha256'],
): ReadonlyMap<Digest, SourcePlace> {
  const wanted = Object.entries(lock.sources).filter(([, { strength }]) =>
    strengths.includes(strength),
  );
  return new Map(
    wanted.map(([name, source]) => [
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

import type { ArtifactStore } from '@trainyard/artifacts';
import { findStoredRun, type StoredRun } from '@trainyard/runner';
import { WrongUse } from './usage';

/** @throws WrongUse where the run is unknown or has not ended */
export async function storedRun(
  store: ArtifactStore,
  run: string,
): Promise<StoredRun> {
  const found = await findStoredRun(store, run);
  switch (found.outcome) {
    case 'found':
      return found.run;
    case 'unknown':
      throw new WrongUse(
        `no run "${run}" in this store. "trainyard show" lists those that are.`,
      );
    default:
      throw new WrongUse(
        `run "${run}" has not ended. If nothing executes it, resume it first.`,
      );
  }
}

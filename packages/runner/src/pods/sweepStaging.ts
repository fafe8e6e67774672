import { stopMarker } from '@trainyard/backstage-plugin-ml-training-common';
import type { Pod } from './openPod';

const AT_ONCE = 16;

/**
 * Removes what the attempt's pods left for each other, once all of it is sealed:
 * among it the logs as Argo keeps them, with secrets uncovered. That somebody asked
 * for a stop stays known.
 */
export async function sweepStaging({ staging, ports }: Pod): Promise<void> {
  const { objects } = ports.store;
  let removing: Promise<void>[] = [];
  for await (const key of objects.list(staging)) {
    if (key === stopMarker(staging)) continue;
    removing.push(objects.remove(key));
    if (removing.length === AT_ONCE) {
      await Promise.all(removing);
      removing = [];
    }
  }
  await Promise.all(removing);
}

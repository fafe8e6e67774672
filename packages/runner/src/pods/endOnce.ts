import {
  stopMarker,
  type AttemptEnd,
} from '@trainyard/backstage-plugin-ml-training-common';
import { endAttempt } from '../runs/attemptEnd';
import type { EndedStep } from '../runs/endedStep';
import type { Pod } from './openPod';
import { orTheirs } from './orTheirs';
import { sweepStaging } from './sweepStaging';

/**
 * Writes the attempt's end; one that is there already stays, and is the answer. Every
 * step has its manifest by now: a kill before the end finds all that it needs sealed.
 */
export async function endOnce(
  pod: Pod,
  steps: readonly EndedStep[],
  status: AttemptEnd['status'],
): Promise<AttemptEnd> {
  const { attempt, ports } = pod;
  await sweepStaging(pod);
  await orTheirs(() => endAttempt(attempt, steps, status, ports));
  const end = await findEnd(pod);
  if (!end)
    throw new Error(`the end of ${attempt.run} was written, and is not there`);
  return end;
}

export function findEnd({
  attempt,
  ports,
}: Pod): Promise<AttemptEnd | undefined> {
  return ports.store.runs.findEnd(attempt.run, attempt.attempt);
}

/** Why nothing of the attempt may begin any more, in words. */
export async function whyCalledOff(pod: Pod): Promise<string | undefined> {
  const { run, attempt } = pod.attempt;
  const end = await findEnd(pod);
  if (end) return `attempt ${attempt} of ${run} ended: ${end.status}`;
  return (await isStopped(pod))
    ? `attempt ${attempt} of ${run} is being stopped`
    : undefined;
}

/** Whether a person wanted its end. */
export async function isStopped({ staging, ports }: Pod): Promise<boolean> {
  const marker = await ports.store.objects.size(stopMarker(staging));
  return marker !== undefined;
}

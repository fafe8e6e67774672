import { StoreError } from '@trainyard/artifacts';
import { EXIT } from '../exitCodes';
import { BadPodEnvironment } from './podEnvironment';
import type { PodTerminal } from './podTerminal';

/** Says what went wrong with this container and not with the run, and answers so that Argo tries again. */
export async function reportingFaults(
  { err }: PodTerminal,
  work: () => Promise<number>,
): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BadPodEnvironment) {
      err(error.message);
      return EXIT.wrongUse;
    }
    const known = error instanceof StoreError;
    err(
      error instanceof Error && !known
        ? `${error.stack}`
        : String(known ? error.message : error),
    );
    return EXIT.failed;
  }
}

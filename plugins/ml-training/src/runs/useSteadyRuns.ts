import type { RunSummary } from '@trainyard/backstage-plugin-ml-training-common';
import { useState } from 'react';
import { steadied, waitingText, type SteadyRuns } from './steadyRuns';

/**
 * Keeps a list still while it is refreshed.
 *
 * @param of - says which list it is: filters, sort and page
 * @param newest - what the service answered last; undefined while it is asked
 */
export function useSteadyRuns(
  of: string,
  newest: readonly RunSummary[] | undefined,
): {
  readonly shown: readonly RunSummary[] | undefined;
  /** What waits to be shown, in words. */
  readonly waiting: string | undefined;
  readonly showAll: () => void;
} {
  const [before, setBefore] = useState<SteadyRuns>();
  if (newest === undefined) {
    return { shown: undefined, waiting: undefined, showAll: () => {} };
  }
  const now = steadied(before, of, newest);
  if (now !== before) setBefore(now);
  return {
    shown: now.shown,
    waiting: waitingText(now),
    showAll: () => setBefore({ ...now, shown: now.newest }),
  };
}

import type { RunState } from '@trainyard/backstage-plugin-ml-training-common';

/** Why a run in this state gets no further attempt; null where it may. */
export function refusalToRetry(state: RunState): string | null {
  return REFUSALS[state];
}

const REFUSALS: Record<RunState, string | null> = {
  failed: null,
  stopped: null,
  lost: null,
  running: 'It is being executed.',
  queued: 'It waits for its turn.',
  succeeded: 'It has succeeded: run it again for a new run.',
  blocked:
    'A gate or check said no, and would say so again: change what it judged, then start a new run.',
};

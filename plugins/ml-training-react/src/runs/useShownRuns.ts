import type { RunSummary } from '@trainyard/backstage-plugin-ml-training-common';
import { useEffect, useState } from 'react';

/** Milliseconds: an answer that comes sooner is shown without skeletons before it. */
const PATIENCE = 150;

/**
 * Skeletons that are there for a blink only cost the time of drawing them. Until
 * they are due the list stays as it was.
 *
 * @param runs - undefined while they are awaited
 * @returns undefined where there is nothing to show yet, not even skeletons
 */
export function useShownRuns(
  runs: readonly RunSummary[] | undefined,
): readonly RunSummary[] | 'skeletons' | undefined {
  const [last, setLast] = useState(runs);
  if (runs !== undefined && runs !== last) setLast(runs);
  const late = useIsLate(runs === undefined);
  return runs ?? (late ? 'skeletons' : last);
}

function useIsLate(awaited: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!awaited) return undefined;
    const timer = setTimeout(() => setLate(true), PATIENCE);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [awaited]);
  return awaited && late;
}

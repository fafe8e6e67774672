import { hasEnded } from '@trainyard/backstage-plugin-ml-training-common';
import type { RunSummary } from '@trainyard/backstage-plugin-ml-training-common';
import { VisuallyHidden } from '@backstage/ui';
import { useEffect, useState } from 'react';
import { durationText } from '../values/durationText';
import styles from './runs.module.css';

/** How long a run took, or has taken so far, with a bar against the pipeline's usual. */
export function RunDuration({
  run,
}: {
  readonly run: Pick<
    RunSummary,
    'state' | 'startedAt' | 'durationSeconds' | 'usualSeconds'
  >;
}) {
  const seconds = useSecondsOf(run);
  if (seconds === undefined) return <span title="Not begun">–</span>;
  const { usualSeconds: usual } = run;
  const usually = usual === null ? undefined : `usually ${durationText(usual)}`;
  return (
    <span className={styles.duration} title={usually}>
      {durationText(seconds)}
      {usually && (
        <>
          <VisuallyHidden>{`, ${usually}`}</VisuallyHidden>
          <DurationBar seconds={seconds} usual={usual ?? 0} />
        </>
      )}
    </span>
  );
}

/** The usual duration ends in the middle, where the mark is; twice of it and more fills all. */
function DurationBar({
  seconds,
  usual,
}: {
  readonly seconds: number;
  readonly usual: number;
}) {
  const share = usual === 0 ? 1 : Math.min(1, seconds / (2 * usual));
  return (
    <span className={styles.bar} aria-hidden>
      <span
        className={styles.filled}
        data-long={seconds > 1.5 * usual || undefined}
        style={{ width: `${100 * share}%` }}
      />
    </span>
  );
}

function useSecondsOf({
  state,
  startedAt,
  durationSeconds,
}: Pick<RunSummary, 'state' | 'startedAt' | 'durationSeconds'>):
  number | undefined {
  const ticks = startedAt !== null && !hasEnded(state) && state !== 'lost';
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!ticks) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [ticks]);
  if (!ticks) return durationSeconds ?? undefined;
  return Math.max(0, Math.round((now - Date.parse(startedAt)) / 1000));
}

import {
  hasEnded,
  type RunDetail,
  type StepView,
} from '@trainyard/backstage-plugin-ml-training-common';
import { Skeleton } from '@backstage/ui';
import { useMemo } from 'react';
import { ErrorPanel } from '../feedback/ErrorPanel';
import { ScrollBox } from '../scrolling/ScrollBox';
import { LogText } from './LogText';
import styles from './logs.module.css';
import { useLogReader } from './useLogReader';

/** The last lines of a step's log, as they are written. */
export function LogTail({
  run,
  step,
  lines = 12,
}: {
  readonly run: Pick<RunDetail, 'run' | 'attempt' | 'state'>;
  readonly step: StepView;
  readonly lines?: number;
}) {
  const stepViews = useMemo(() => [step], [step]);
  const { view } = useLogReader(
    { run: run.run, attempt: run.attempt, stepViews },
    { step: step.name, follow: !hasEnded(run.state) },
    SMALL,
  );
  if (view.status === 'failed' && view.error) {
    return (
      <ErrorPanel error={view.error} means="The last lines cannot be shown." />
    );
  }
  if (view.status === 'loading') return <Skeleton width="100%" height={256} />;
  const last = view.document.flatMap(span => span.lines).slice(-lines);
  return (
    <ScrollBox
      className={styles.tail}
      role="log"
      aria-live="off"
      aria-label={`Last lines of ${step.name}`}
    >
      {last.length === 0 && 'It wrote nothing.'}
      {last.map(line => (
        <div key={line.offset} className={styles.tailLine}>
          <LogText line={line} />
        </div>
      ))}
    </ScrollBox>
  );
}

const SMALL = { page: 16_384, most: 65_536 };

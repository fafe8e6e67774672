import {
  hasEnded,
  type RunSummary,
} from '@trainyard/backstage-plugin-ml-training-common';
import {
  EntityLink,
  RunDuration,
  RunName,
  RunStateBadge,
  useTrainingLinks,
  When,
} from '@trainyard/backstage-plugin-ml-training-react';
import styles from './overview.module.css';

/** Runs, each with the sentence that says why it is here. */
export function RunLines({
  label,
  runs,
}: {
  readonly label: string;
  readonly runs: readonly RunSummary[];
}) {
  const links = useTrainingLinks();
  return (
    <ul className={styles.lines} aria-label={label}>
      {runs.map(run => (
        <li key={run.run} className={styles.line}>
          <span className={styles.state}>
            <RunStateBadge state={run.state} />
          </span>
          <span className={styles.name}>
            <RunName run={run} links={links} />
          </span>
          <span className={styles.words}>
            {run.because ?? (goesOn(run) ? progressText(run) : '')}
          </span>
          <span className={styles.figures}>
            {goesOn(run) ? (
              <RunDuration run={run} />
            ) : (
              <When at={run.endedAt ?? run.submittedAt} />
            )}
          </span>
          <span className={styles.owner}>
            <EntityLink entity={run.owner} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function goesOn({ state }: RunSummary): boolean {
  return !hasEnded(state) && state !== 'lost';
}

function progressText({ state, steps: { done, total } }: RunSummary): string {
  return state === 'queued'
    ? 'Waits for its turn'
    : `${done} of ${total} steps are done`;
}

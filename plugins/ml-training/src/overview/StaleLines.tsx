import type { PipelineSummary } from '@trainyard/backstage-plugin-ml-training-common';
import {
  EntityLink,
  MaybeLink,
  RunStrip,
  useTrainingLinks,
  When,
} from '@trainyard/backstage-plugin-ml-training-react';
import { StaleMark } from '../pipelines/PipelinesTable';
import styles from './overview.module.css';

/** Pipelines that have not succeeded for too long. */
export function StaleLines({
  pipelines,
}: {
  readonly pipelines: readonly PipelineSummary[];
}) {
  const links = useTrainingLinks();
  return (
    <ul className={styles.lines} aria-label="Too long without success">
      {pipelines.map(
        ({ entity, title, name, lastSuccess, lastRuns, owner }) => (
          <li key={entity} className={styles.line}>
            <span className={styles.state}>
              <StaleMark />
            </span>
            <span className={styles.name}>
              <MaybeLink href={links.pipeline(entity)}>
                {title ?? name}
              </MaybeLink>
            </span>
            <span className={styles.words}>
              {lastSuccess === null ? (
                'It has never succeeded'
              ) : (
                <>
                  Last success <When at={lastSuccess} />
                </>
              )}
            </span>
            <span className={styles.figures}>
              <RunStrip runs={lastRuns} of={title ?? name} most={10} />
            </span>
            <span className={styles.owner}>
              <EntityLink entity={owner} />
            </span>
          </li>
        ),
      )}
    </ul>
  );
}

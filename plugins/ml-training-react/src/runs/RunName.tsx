import type { RunSummary } from '@trainyard/backstage-plugin-ml-training-common';
import { MaybeLink } from '../routes/MaybeLink';
import type { TrainingLinks } from '../routes/useTrainingLinks';
import styles from './runs.module.css';

/** A run by its pipeline and its own name, each a link. */
export function RunName({
  run: { run, pipeline, attempt },
  links,
  withPipeline = true,
}: {
  readonly run: Pick<RunSummary, 'run' | 'pipeline' | 'attempt'>;
  readonly links: TrainingLinks;
  readonly withPipeline?: boolean;
}) {
  return (
    <span className={styles.stack}>
      <MaybeLink href={links.run(run)} title={run} label={run}>
        {withPipeline ? withoutPrefix(run, `${pipeline.name}-`) : run}
      </MaybeLink>
      <span className={styles.small}>
        {withPipeline && (
          <MaybeLink href={links.pipeline(pipeline.entity)}>
            {pipeline.name}
          </MaybeLink>
        )}
        {attempt > 1 && ` attempt ${attempt}`}
      </span>
    </span>
  );
}

/** A run's id begins with its pipeline's name, which stands below it already. */
function withoutPrefix(text: string, prefix: string): string {
  return text.startsWith(prefix) ? text.slice(prefix.length) : text;
}

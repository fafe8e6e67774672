import type { RunSummary } from '@trainyard/backstage-plugin-ml-training-common';
import { Change } from '../values/Change';
import { Figure } from '../values/Figure';
import { metricWords } from '../values/metricWords';
import styles from './runs.module.css';

/** The number that stands for a run, and its change against the champion. */
export function RunHeadline({
  headline,
}: {
  readonly headline: RunSummary['headline'];
}) {
  if (headline === null) return <span title="Not measured">–</span>;
  const { metric, value, change, better } = headline;
  return (
    <span className={styles.stack}>
      <span>
        <span className={styles.quiet} title={metric}>
          {metricWords(metric)}{' '}
        </span>
        <Figure value={value} inColumn />
      </span>
      {change !== null && (
        <span className={styles.small} title="Against the champion">
          <Change by={change} better={better} />
        </span>
      )}
    </span>
  );
}

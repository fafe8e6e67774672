import type { RunMark } from '@trainyard/backstage-plugin-ml-training-common';
import { useId } from 'react';
import { Change } from '../values/Change';
import { metricWords } from '../values/metricWords';
import { Figure } from '../values/Figure';
import { qualityTrend, trendText, type Trend } from './trend';
import styles from './pipelines.module.css';

const WIDTH = 96;
const HEIGHT = 24;
/** So that line and dot stay inside. */
const MARGIN = 3;

/** The headline metric over the last runs: a small line, the newest value, and its change. */
export function QualityTrend({
  runs,
}: {
  /** Newest first. */
  readonly runs: readonly RunMark[];
}) {
  const trend = qualityTrend(runs);
  if (!trend) return <span title="No run measured it">–</span>;
  const { metric, better, values } = trend;
  const [last, before] = [...values].reverse();
  return (
    <span className={styles.trend}>
      {values.length > 1 && <Line trend={trend} />}
      <span className={styles.trendText}>
        <span>
          {metricWords(metric)} <Figure value={last} />
        </span>
        {before !== undefined && (
          <span className={styles.small} title="Against the run before">
            <Change by={last - before} better={better} />
          </span>
        )}
      </span>
    </span>
  );
}

function Line({ trend }: { readonly trend: Trend }) {
  const id = useId();
  const points = pointsOf(trend.values);
  const [x, y] = points[points.length - 1];
  return (
    <svg
      className={styles.line}
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-desc`}
    >
      <title id={`${id}-title`}>{`Trend of ${trend.metric}`}</title>
      <desc id={`${id}-desc`}>{trendText(trend)}</desc>
      <polyline points={points.map(point => point.join(',')).join(' ')} />
      <circle cx={x} cy={y} r={2.5} />
    </svg>
  );
}

/** Least at the bottom, most at the top; all alike in the middle. */
function pointsOf(values: readonly number[]): [number, number][] {
  const least = Math.min(...values);
  const span = Math.max(...values) - least;
  const step = (WIDTH - 2 * MARGIN) / (values.length - 1);
  return values.map((value, i) => [
    MARGIN + i * step,
    MARGIN +
      (HEIGHT - 2 * MARGIN) * (span === 0 ? 0.5 : 1 - (value - least) / span),
  ]);
}

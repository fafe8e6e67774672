import { figure } from '@trainyard/backstage-plugin-ml-training-common';
import styles from './values.module.css';

/** A change with its sign, an arrow, and whether it is better or worse by the metric's direction. */
export function Change({
  by,
  better,
}: {
  readonly by: number;
  readonly better: 'higher' | 'lower' | 'neither';
}) {
  if (by === 0) return <span className={styles.figure}>no change</span>;
  const rose = by > 0;
  const good =
    better === 'neither' ? undefined : rose === (better === 'higher');
  const arrow = rose ? '↑' : '↓';
  const sign = rose ? '+' : '−';
  return (
    <span
      className={styles.figure}
      data-good={good === undefined ? undefined : String(good)}
    >
      {`${arrow} ${sign}${figure(Math.abs(by))}`}
      {good !== undefined && (good ? ' better' : ' worse')}
    </span>
  );
}

import {
  columnFigure,
  figure,
} from '@trainyard/backstage-plugin-ml-training-common';
import styles from './values.module.css';

/** A measured number: tabular figures, 4 significant digits; a gap where nothing was measured. */
export function Figure({
  value,
  inColumn = false,
}: {
  readonly value: number | null | undefined;
  readonly inColumn?: boolean;
}) {
  if (value === null || value === undefined) {
    return <span title="Not measured">–</span>;
  }
  return (
    <span className={styles.figure} title={String(value)}>
      {inColumn ? columnFigure(value) : figure(value)}
    </span>
  );
}

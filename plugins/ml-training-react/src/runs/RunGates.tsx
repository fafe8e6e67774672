import type { RunSummary } from '@trainyard/backstage-plugin-ml-training-common';
import { RiShieldLine } from '@remixicon/react';
import styles from './runs.module.css';

/** How many gates let the run through; a block says so by icon and word. */
export function RunGates({ gates }: { readonly gates: RunSummary['gates'] }) {
  if (gates === null) return <span title="Not judged">–</span>;
  const { passed, blocked, total } = gates;
  const judged = `${passed} of ${total} passed`;
  if (blocked === 0) return <span className={styles.figures}>{judged}</span>;
  return (
    <span className={styles.stack}>
      <span className={styles.blocked}>
        <RiShieldLine size={14} aria-hidden />
        {`${blocked} blocked`}
      </span>
      <span className={styles.small}>{judged}</span>
    </span>
  );
}

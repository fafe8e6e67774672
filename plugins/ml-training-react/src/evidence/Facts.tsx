import type { ReactNode } from 'react';
import styles from './Facts.module.css';

/** Names and values below each other; what is null was not recorded, and shows as a gap. */
export function Facts({
  facts,
}: {
  readonly facts: readonly (readonly [string, ReactNode])[];
}) {
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name} className={styles.fact}>
          <dt className={styles.name}>{name}</dt>
          <dd className={styles.value}>
            {value ?? <span className={styles.gap}>not recorded</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

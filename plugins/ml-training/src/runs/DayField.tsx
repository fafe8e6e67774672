import { useId } from 'react';
import styles from './runsPage.module.css';

/** A day; empty where there is none. The browser's own field: it speaks the reader's language. */
export function DayField({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  /** `2026-07-02`, or empty. */
  readonly value: string;
  readonly onChange: (day: string) => void;
}) {
  const id = useId();
  return (
    <div className={styles.day}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="date"
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
    </div>
  );
}

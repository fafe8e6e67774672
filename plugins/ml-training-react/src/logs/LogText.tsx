import { memo } from 'react';
import { styledText } from './ansi';
import type { TextLine } from './logSpan';
import styles from './logs.module.css';

/** One line of a log in its colours; what was cut of it is said. */
export const LogText = memo(({ line }: { readonly line: TextLine }) => {
  return (
    <>
      {styledText(line.text).map((part, i) => (
        <span
          key={i}
          className={styles.text}
          data-tone={part.tone}
          data-bold={part.bold || undefined}
          data-dim={part.dim || undefined}
        >
          {part.text}
        </span>
      ))}
      {line.cut > 0 && (
        <span className={styles.cut}>
          {' '}
          … {line.cut.toLocaleString('en')} characters more; download the log to
          read them
        </span>
      )}
    </>
  );
});

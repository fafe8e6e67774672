import type { Problem } from '@trainyard/backstage-plugin-ml-training-common';
import { Text } from '@backstage/ui';
import { useId } from 'react';
import styles from './pipelinesPage.module.css';

/** A file with its line numbers; lines with a problem say so. */
export function SourceFile({
  file: { path, text },
  problems,
}: {
  readonly file: { readonly path: string; readonly text: string };
  readonly problems: readonly Problem[];
}) {
  const id = useId();
  const lines = text.replace(/\n$/, '').split('\n');
  const worst = new Map<number, Problem['severity']>();
  for (const { line, severity } of problems) {
    if (line !== undefined && worst.get(line) !== 'error') {
      worst.set(line, severity);
    }
  }
  return (
    <div>
      <Text as="h3" variant="title-x-small" id={id}>
        {path}
      </Text>
      {/* A long line scrolls inside: so it must be reachable by keyboard. */}
      <div
        className={styles.source}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        role="region"
        aria-labelledby={id}
      >
        <ol>
          {lines.map((line, i) => {
            const severity = worst.get(i + 1);
            return (
              // eslint-disable-next-line react/no-array-index-key
              <li key={i} data-severity={severity}>
                <span className={styles.number} aria-hidden>
                  {i + 1}
                </span>
                <code>{line}</code>
                {severity && (
                  <span className={styles.lineMark}>
                    {severity === 'error' ? '✕ problem' : '⚠ warning'}
                  </span>
                )}
              </li>
            );
          })}
        </ol>
      </div>
    </div>
  );
}

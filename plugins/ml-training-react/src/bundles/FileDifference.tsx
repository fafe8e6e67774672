import { Button, VisuallyHidden } from '@backstage/ui';
import { useMemo, useState } from 'react';
import { ScrollBox } from '../scrolling/ScrollBox';
import { foldedDiff, type DiffPart } from './foldedDiff';
import { lineDiff, type DiffLine } from './lineDiff';
import styles from './bundles.module.css';

/** Two versions of a text, line by line; what did not change is folded and can be opened. */
export function FileDifference({
  path,
  before,
  after,
}: {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}) {
  const parts = useMemo(
    () => foldedDiff(lineDiff(before, after)),
    [before, after],
  );
  return (
    <ScrollBox
      className={styles.difference}
      aria-label={`What changed in ${path}`}
    >
      {parts.map((part, i) =>
        part.kind === 'fold' ? (
          <Fold key={i} part={part} />
        ) : (
          <Lines key={i} lines={part.lines} />
        ),
      )}
    </ScrollBox>
  );
}

function Fold({ part }: { readonly part: DiffPart }) {
  const [open, setOpen] = useState(false);
  if (open) return <Lines lines={part.lines} />;
  return (
    <Button size="small" variant="tertiary" onPress={() => setOpen(true)}>
      {`Show ${part.lines.length} lines that did not change`}
    </Button>
  );
}

function Lines({ lines }: { readonly lines: readonly DiffLine[] }) {
  return (
    <>
      {lines.map(({ change, text, before, after }) => (
        <div
          key={`${before}:${after}`}
          className={styles.line}
          data-change={change}
        >
          <span className={styles.number} aria-hidden>
            {before}
          </span>
          <span className={styles.number} aria-hidden>
            {after}
          </span>
          <span className={styles.mark} aria-hidden>
            {MARKS[change]}
          </span>
          {change !== 'same' && <VisuallyHidden>{change}: </VisuallyHidden>}
          <span>{text}</span>
        </div>
      ))}
    </>
  );
}

const MARKS = { same: ' ', removed: '−', added: '+' } as const;

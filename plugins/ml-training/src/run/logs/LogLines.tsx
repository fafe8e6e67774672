import {
  LogText,
  rowAt,
  rowCount,
  rowOf,
  ScrollBox,
  type LogDocument,
  type LogRow,
} from '@trainyard/backstage-plugin-ml-training-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useLayoutEffect, useRef } from 'react';
import styles from './logs.module.css';
import type { LinePlace } from './placeInView';

/** Where to scroll, once it is loaded; a new object is a new wish. */
export type LogGoal =
  | { readonly to: 'end' }
  | { readonly to: 'line'; readonly step: string; readonly byte: number };

export interface LogLinesProps {
  readonly document: LogDocument;
  readonly goal: LogGoal;
  readonly wrap: boolean;
  readonly following: boolean;
  /** The line that the address points to. */
  readonly marked: LinePlace | undefined;
  readonly linkTo: (step: string, byte: number) => string;
  /** A line's link was followed within the page. */
  readonly onLink: (to: LinePlace) => void;
  readonly onNearStart: () => void;
  readonly onNearEnd: () => void;
  /** The reader scrolled away from the end. */
  readonly onLeaveEnd: () => void;
  /** The first row in view is another one. */
  readonly onTop: (row: LinePlace) => void;
}

/**
 * The lines of a log, of which only those in view are drawn. What is loaded before
 * them or let go of does not move them: the first line in view is held.
 */
export const LogLines = memo(LinesInView);

function LinesInView({
  document,
  goal,
  wrap,
  following,
  marked,
  linkTo,
  onLink,
  onNearStart,
  onNearEnd,
  onLeaveEnd,
  onTop,
}: LogLinesProps) {
  const box = useRef<HTMLDivElement>(null);
  const reached = useRef<LogGoal>();
  const before = useRef(0);
  const count = rowCount(document);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 20,
    getItemKey: index => keyOf(rowAt(document, index), index),
    anchorTo: 'end',
    followOnAppend: following,
  });

  // Heights that were measured while lines were wrapped hold no more, and the other way round.
  useEffect(() => virtual.measure(), [virtual, wrap]);

  useLayoutEffect(() => {
    if (reached.current === goal || count === 0) return;
    if (goal.to === 'end') {
      reached.current = goal;
      virtual.scrollToIndex(count - 1, { align: 'end' });
      return;
    }
    const row = rowOf(document, goal.step, goal.byte);
    if (row === undefined) return;
    reached.current = goal;
    virtual.scrollToIndex(row, { align: 'center' });
  }, [virtual, document, goal, count]);

  const onScroll = () => {
    const element = box.current;
    if (!element) return;
    const { scrollTop, scrollHeight, clientHeight } = element;
    const below = scrollHeight - scrollTop - clientHeight;
    const up = scrollTop < before.current;
    before.current = scrollTop;
    if (following && up && below > 2 * ROW) onLeaveEnd();
    if (up && scrollTop < NEAR * ROW) onNearStart();
    if (!up && below < NEAR * ROW) onNearEnd();
    const top = rowAt(
      document,
      virtual.getVirtualItemForOffset(scrollTop)?.index ?? 0,
    );
    if (top) {
      onTop({
        step: top.span.step,
        byte: top.kind === 'text' ? top.line.offset : 0,
      });
    }
  };

  return (
    <ScrollBox
      ref={box}
      className={styles.box}
      data-wrap={wrap || undefined}
      role="log"
      // Every line read aloud as it comes would drown all else.
      aria-live="off"
      aria-label="Log"
      onScroll={onScroll}
      onClick={event => {
        const link = (event.target as Element).closest('[data-link]');
        // With a key held it opens elsewhere, as any link.
        if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        const at = link.closest<HTMLElement>('[data-index]')?.dataset.index;
        const row = rowAt(document, Number(at));
        if (row?.kind === 'text') {
          onLink({ step: row.span.step, byte: row.line.offset });
        }
      }}
    >
      <div className={styles.all} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const row = rowAt(document, index);
          return (
            row && (
              <div
                key={key}
                ref={wrap ? virtual.measureElement : undefined}
                data-index={index}
                className={styles.row}
                style={{ transform: `translateY(${start}px)` }}
              >
                <Row
                  row={row}
                  marked={isMarked(row, marked)}
                  href={hrefOf(row, linkTo)}
                />
              </div>
            )
          );
        })}
      </div>
    </ScrollBox>
  );
}

/** Height of a row that is not wrapped, in pixels; the style sheet says the same. */
const ROW = 20;
/** So many rows from either end the next page is fetched. */
const NEAR = 100;

function keyOf(row: LogRow | undefined, index: number): string | number {
  if (!row) return index;
  return row.kind === 'step'
    ? row.span.step
    : `${row.span.step}:${row.line.offset}`;
}

function isMarked(row: LogRow, marked: LogLinesProps['marked']): boolean {
  return (
    marked !== undefined &&
    row.kind === 'text' &&
    row.span.step === marked.step &&
    row.line.offset <= marked.byte &&
    marked.byte < row.line.end
  );
}

function hrefOf(row: LogRow, linkTo: LogLinesProps['linkTo']): string {
  return linkTo(row.span.step, row.kind === 'text' ? row.line.offset : 0);
}

const Row = memo(
  ({
    row,
    marked,
    href,
  }: {
    readonly row: LogRow;
    readonly marked: boolean;
    readonly href: string;
  }) => {
    if (row.kind === 'step') {
      return <div className={styles.step}>{row.span.step}</div>;
    }
    return (
      <div className={styles.line} data-marked={marked || undefined}>
        <a
          className={styles.link}
          href={href}
          data-link
          // Hundreds of stops would bar the way of the Tab key: "Link to this place" does the same.
          tabIndex={-1}
          aria-label={`Link to byte ${row.line.offset} of ${row.span.step}`}
        >
          {marked ? '▸' : '#'}
        </a>
        <LogText line={row.line} />
      </div>
    );
  },
  (a, b) =>
    a.marked === b.marked &&
    a.href === b.href &&
    a.row.kind === b.row.kind &&
    (a.row.kind === 'text' && b.row.kind === 'text'
      ? a.row.line === b.row.line
      : a.row.span.step === b.row.span.step),
);

import type { SplitWindows } from '@trainyard/backstage-plugin-ml-training-common';
import { identifier } from '../duckdb/session';

export const SPLITS = ['train', 'validation', 'test'] as const;
export type Split = (typeof SPLITS)[number];

/** An instant of a plan as a TIMESTAMP in UTC. */
function timestamp(instant: string): string {
  return `epoch_ms(${Date.parse(instant)}::BIGINT)`;
}

/** Whether a column lies in `[from, to)`. */
export function isWithin(
  column: string,
  { from, to }: { readonly from: string; readonly to: string },
): string {
  return `(${column} >= ${timestamp(from)} AND ${column} < ${timestamp(to)})`;
}

/** Whether every label has a value. */
export function isLabelled(labels: readonly string[]): string {
  return labels.map(label => `${identifier(label)} IS NOT NULL`).join(' AND ');
}

/**
 * Whether every label was known by the cut-off of its window. A label of which
 * nobody says when it was known does not count as known.
 */
export function isMature(labels: readonly string[], cutoff: string): string {
  return labels
    .map(
      label =>
        `coalesce(${identifier(`${label}.available_at`)} <= ${timestamp(cutoff)}, false)`,
    )
    .join(' AND ');
}

/** The rows of a dataset that a split keeps. */
export function isKept(
  split: Split,
  windows: SplitWindows,
  labels: readonly string[],
): string {
  const window = windows[split];
  return [
    isWithin('prediction_time', window),
    isLabelled(labels),
    isMature(labels, window.label_cutoff),
  ].join(' AND ');
}

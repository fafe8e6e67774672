import {
  dropHead,
  dropTail,
  weightOf,
  type LogSpan,
  type TextLine,
} from './logSpan';

/**
 * The part of a run's logs that is in memory: spans of steps one after another.
 * Only the first may lack its beginning and only the last its end.
 */
export type LogDocument = readonly LogSpan[];

export type LogRow =
  | { readonly kind: 'step'; readonly span: LogSpan }
  | { readonly kind: 'text'; readonly span: LogSpan; readonly line: TextLine };

/** About 8 million characters: some 80,000 usual lines, whatever the size of the log. */
export const MOST_WEIGHT = 8_388_608;

/** A row for each line, and one where a step begins: only there, so that loading what comes before moves nothing. */
export function rowCount(document: LogDocument): number {
  return document.reduce((sum, span) => sum + rowsOf(span), 0);
}

function rowsOf(span: LogSpan): number {
  return span.lines.length + beginning(span);
}

function beginning({ start }: LogSpan): 0 | 1 {
  return start === 0 ? 1 : 0;
}

export function rowAt(
  document: LogDocument,
  index: number,
): LogRow | undefined {
  let left = index;
  for (const span of document) {
    if (left < beginning(span)) return { kind: 'step', span };
    if (left < rowsOf(span)) {
      return { kind: 'text', span, line: span.lines[left - beginning(span)] };
    }
    left -= rowsOf(span);
  }
  return undefined;
}

/** @returns the row that shows this byte of a step, or undefined where it is not loaded */
export function rowOf(
  document: LogDocument,
  step: string,
  byte: number,
): number | undefined {
  let before = 0;
  for (const span of document) {
    if (span.step === step) {
      if (byte < span.start || byte >= span.end) return undefined;
      return before + beginning(span) + lineIndex(span.lines, byte);
    }
    before += rowsOf(span);
  }
  return undefined;
}

function lineIndex(lines: readonly TextLine[], byte: number): number {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (lines[middle].offset <= byte) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Lets go of what is farthest from the end that just grew, so that memory stays bounded. */
export function bounded(
  document: LogDocument,
  keep: 'head' | 'tail',
  most = MOST_WEIGHT,
): LogDocument {
  let excess = document.reduce((sum, span) => sum + weightOf(span), 0) - most;
  if (excess <= 0) return document;
  const spans = document.slice();
  while (excess > 0 && spans.length > 0) {
    const far = keep === 'tail' ? 0 : spans.length - 1;
    const span = spans[far];
    const weight = weightOf(span);
    if (weight <= excess && spans.length > 1) {
      spans.splice(far, 1);
    } else {
      spans[far] = (keep === 'tail' ? dropHead : dropTail)(span, excess);
    }
    excess -= weight;
  }
  return spans;
}

import type { LogLine } from '@trainyard/backstage-plugin-ml-training-common';
import { utf8Bytes } from './utf8Bytes';

/** A piece of a log as the service sends it. */
export type LogPiece = Pick<
  Extract<LogLine, { type: 'text' }>,
  'offset' | 'next' | 'text'
>;

export interface TextLine {
  /** Byte at which it begins; where its beginning is not loaded, the first byte that is. */
  readonly offset: number;
  /** Byte after it, its line break included. */
  readonly end: number;
  readonly text: string;
  /** Characters beyond MOST_CHARACTERS, which are not kept. */
  readonly cut: number;
}

/** A contiguous part of one step's log, as lines: the bytes from `start` up to `end`. */
export interface LogSpan {
  readonly step: string;
  readonly lines: readonly TextLine[];
  readonly start: number;
  readonly end: number;
  /** The last line has no line break yet: what comes next belongs to it. */
  readonly open: boolean;
  /** Bytes of the whole log, as far as the service said. */
  readonly size: number;
  /** The step writes no more: `size` is all there will be. */
  readonly closed: boolean;
}

/** A line longer than this is cut: drawing megabytes in one row would freeze the page. */
export const MOST_CHARACTERS = 10_000;

export function emptySpan(step: string, start = 0): LogSpan {
  return {
    step,
    lines: [],
    start,
    end: start,
    open: false,
    size: start,
    closed: false,
  };
}

/** Adds what follows; a piece that is there already (a stream that resumed too early) changes nothing. */
export function appendText(span: LogSpan, piece: LogPiece): LogSpan {
  if (span.lines.length > 0 && piece.next <= span.end) return span;
  const lines = span.lines.slice();
  let begun = span.open ? lines.pop() : undefined;
  let at = piece.offset;
  const parts = piece.text.split('\n');
  parts.forEach((part, i) => {
    const broken = i < parts.length - 1;
    if (!broken && part === '') return;
    const end = at + utf8Bytes(part) + (broken ? 1 : 0);
    lines.push(
      longer(begun ?? { offset: at, end: at, text: '', cut: 0 }, part, end),
    );
    begun = undefined;
    at = end;
  });
  if (begun) lines.push(begun);
  const last = lines.pop();
  // Bytes that are no text were replaced by longer ones: the service's count is the true one.
  if (last) lines.push({ ...last, end: piece.next });
  return {
    ...span,
    lines,
    start: span.lines.length === 0 ? piece.offset : span.start,
    end: piece.next,
    open: piece.text === '' ? span.open : !piece.text.endsWith('\n'),
    size: Math.max(span.size, piece.next),
  };
}

/** Adds what comes before, whose end is the span's start. */
export function prependText(
  span: LogSpan,
  pieces: readonly LogPiece[],
): LogSpan {
  if (pieces.length === 0) return span;
  const before = pieces.reduce(
    appendText,
    emptySpan(span.step, pieces[0].offset),
  );
  const [first, ...rest] = span.lines;
  const lines = before.lines.slice();
  if (first && before.open) {
    const begun = lines.pop();
    if (begun) {
      const joined = longer(begun, first.text, first.end);
      lines.push({ ...joined, cut: joined.cut + first.cut });
    }
  } else if (first) {
    lines.push(first);
  }
  return {
    ...span,
    lines: lines.concat(rest),
    start: before.start,
    open: first ? span.open : before.open,
  };
}

function longer(line: TextLine, part: string, end: number): TextLine {
  const joined = line.text + part;
  const shown = asRewritten(joined);
  const rewritten = shown.length !== joined.length;
  return {
    offset: line.offset,
    end,
    text: shown.slice(0, MOST_CHARACTERS),
    cut:
      (rewritten ? 0 : line.cut) + Math.max(0, shown.length - MOST_CHARACTERS),
  };
}

/** What a terminal would show: a carriage return begins the line anew, as progress bars do. */
function asRewritten(text: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === '\r') end -= 1;
  return end === 0 ? '' : text.slice(text.lastIndexOf('\r', end - 1) + 1);
}

/** What a span costs to keep, about in characters: a line costs something even when it is empty. */
export function weightOf(span: LogSpan): number {
  return span.lines.reduce((sum, line) => sum + lineWeight(line), 0);
}

function lineWeight({ text }: TextLine): number {
  return text.length + 16;
}

/**
 * Lets go of a first line whose beginning may not be loaded, where there are more:
 * what is kept begins where a line begins, and keeps its place when more is loaded.
 */
export function fromWholeLine(span: LogSpan): LogSpan {
  return span.start > 0 && span.lines.length > 1 ? dropHead(span, 1) : span;
}

/** Lets go of lines at the beginning, until so much weight is gone. */
export function dropHead(span: LogSpan, weight: number): LogSpan {
  let gone = 0;
  let first = 0;
  while (gone < weight && first < span.lines.length) {
    gone += lineWeight(span.lines[first]);
    first += 1;
  }
  if (first === 0) return span;
  const lines = span.lines.slice(first);
  return {
    ...span,
    lines,
    start: lines.length > 0 ? lines[0].offset : span.end,
    open: lines.length > 0 && span.open,
  };
}

/** Lets go of lines at the end, until so much weight is gone. */
export function dropTail(span: LogSpan, weight: number): LogSpan {
  let gone = 0;
  let kept = span.lines.length;
  while (gone < weight && kept > 0) {
    kept -= 1;
    gone += lineWeight(span.lines[kept]);
  }
  if (kept === span.lines.length) return span;
  const lines = span.lines.slice(0, kept);
  return {
    ...span,
    lines,
    end: kept > 0 ? lines[kept - 1].end : span.start,
    open: false,
  };
}

import { lstat, readFile } from 'node:fs/promises';
import {
  metricPoint,
  type MetricPoint,
} from '@trainyard/backstage-plugin-ml-training-common';

const MOST_BYTES = 16 * 1024 * 1024;
const MOST_POINTS = 100_000;
const MOST_PROBLEMS = 10;

export interface ReadMetrics {
  /** Of the lines that are right, in the order of the file. */
  readonly points: readonly MetricPoint[];
  /** In words, with their line; of many only the first are told. */
  readonly problems: readonly string[];
}

/**
 * Reads what a command wrote to $TRAINYARD_METRICS: JSON lines of
 * `{"name", "value", "step"?}`. A file that is not there holds no metrics.
 */
export async function readMetrics(file: string): Promise<ReadMetrics> {
  const look = await lookAtMetrics(file);
  if (look.is === 'absent') return { points: [], problems: [] };
  if (look.is === 'unfit') return { points: [], problems: [look.because] };
  return parseMetrics(await readFile(file, 'utf8'));
}

/** Reads the text of such a file. */
export function parseMetrics(text: string): ReadMetrics {
  const points: MetricPoint[] = [];
  const problems: string[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const read = readPoint(line);
    if (typeof read === 'string') {
      problems.push(`$TRAINYARD_METRICS line ${index + 1}: ${read}`);
    } else {
      points.push(read);
    }
  }
  if (points.length > MOST_POINTS) {
    problems.push(
      `$TRAINYARD_METRICS: expected at most ${MOST_POINTS} points, found ${points.length}. ${SPARSE}`,
    );
  }
  const told = problems.slice(0, MOST_PROBLEMS);
  const rest = problems.length - told.length;
  return {
    points: points.slice(0, MOST_POINTS),
    problems: rest > 0 ? [...told, `and ${rest} more of its kind`] : told,
  };
}

/** @returns what is wrong, in words, or the point */
function readPoint(line: string): MetricPoint | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return NOT_A_NUMBER.test(line)
      ? 'expected a finite number, found NaN or Infinity. Leave a point out that has no value.'
      : `expected {"name": …, "value": …} as JSON on one line, found ${shorten(line)}`;
  }
  const parsed = metricPoint.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.join('.') || 'the line';
  return `${place}: ${issue?.message ?? 'not a metric'}, found ${shorten(line)}`;
}

const NOT_A_NUMBER = /:\s*-?(NaN|Infinity)\b/;

function shorten(line: string) {
  return line.length > 80 ? `${line.slice(0, 80)}…` : line;
}

export type MetricsLook =
  | { readonly is: 'fit' }
  | { readonly is: 'absent' }
  | { readonly is: 'unfit'; readonly because: string };

/**
 * Whether the file can be read. It is of the command's making: a link would lead
 * elsewhere, and a pipe would be waited for without end.
 */
export async function lookAtMetrics(file: string): Promise<MetricsLook> {
  const found = await lstat(file).catch(() => undefined);
  if (!found) return { is: 'absent' };
  const unfit = (because: string) =>
    ({ is: 'unfit', because: `$TRAINYARD_METRICS: ${because}` }) as const;
  if (!found.isFile()) {
    return unfit('expected a file, found a folder, link, pipe or device.');
  }
  return found.size > MOST_BYTES
    ? unfit(
        `expected at most ${MOST_BYTES} bytes, found ${found.size}. ${SPARSE}`,
      )
    : { is: 'fit' };
}

const SPARSE = 'Write a point an epoch, not one a row.';

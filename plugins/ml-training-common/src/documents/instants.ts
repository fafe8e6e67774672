import { z } from 'zod';
import { expectation } from './expectation';

const DAY_MS = 86_400_000;

/** A whole UTC day, kept as it was written. */
export const day = z.iso.date({
  error: expectation(
    'a day of the calendar',
    'Write year, month and day, such as 2001-06-30.',
  ),
});

export const instant = z.iso.datetime({
  error: expectation(
    'an instant in UTC',
    'Write it with a Z, such as 2001-07-01T06:00:00Z.',
  ),
});

/** A bare day as an end means all of it: its end is the instant. */
export const dayOrInstant = z
  .string()
  .refine(
    text => day.safeParse(text).success || instant.safeParse(text).success,
    {
      error: expectation(
        'a day or an instant in UTC',
        'Write 2001-07-01 (its end is meant) or 2001-07-01T06:00:00Z.',
      ),
    },
  );

/** `3h`: a number of seconds, minutes, hours or days. */
export const duration = z.string().regex(/^[1-9][0-9]{0,5}[smhd]$/, {
  error: expectation(
    'a duration',
    'Write a whole number and a unit without a space: 30s, 90m, 3h or 7d.',
  ),
});

/** Half-open, `[from, to)`, in epoch milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The first instant of a UTC day, in epoch milliseconds. */
export function startOfDay(text: string): number {
  return Date.parse(`${text}T00:00:00.000Z`);
}

/** The first instant after a UTC day: ends are inclusive when written, exclusive when compiled. */
export function endOfDay(text: string): number {
  return startOfDay(text) + DAY_MS;
}

/** Epoch milliseconds of an instant, and of the end of a bare day. */
export function endInstant(text: string): number {
  return day.safeParse(text).success ? endOfDay(text) : Date.parse(text);
}

/** `2001-06-30T00:00:00.000Z`, as plans and locks hold an instant. */
export function instantText(ms: number): string {
  return new Date(ms).toISOString();
}

const SECONDS: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
};

/** @throws TypeError where the text is no duration */
export function secondsOf(text: string): number {
  const seconds = Number(text.slice(0, -1)) * SECONDS[text.slice(-1)];
  if (!Number.isSafeInteger(seconds)) {
    throw new TypeError(`not a duration: ${text}`);
  }
  return seconds;
}
